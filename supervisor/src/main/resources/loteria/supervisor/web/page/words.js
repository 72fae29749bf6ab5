// The texts of the page in the browser's language, and the format of figures.

const WORDS = {
  en: {
    skip: "Skip to the draw", drawName: "draw", totals: "In all", intake: "Bets per second",
    values: "As a table", commit: "From arrival to disk", commitToAck: "From arrival to ACK", fleet: "Workers", happened: "What happened",
    agencies: "Agencies", filter: "Show agencies", limits: "Limits in use",
    commitNote: "Milliseconds that the slowest hundredth of the batches took.",
    barNote: "Bars compare with the agency that has sent most.",
    phase: { open: "Bets are open", draining: "Taking no more bets", drained: "All is stored, none is taken",
      closed: "The intake has closed", sealed: "Sealed", drawing: "The draw is being made", drawn: "Drawn" },
    steps: ["Bets", "Seal", "Draw", "Winners"],
    sealing: "No more bets are taken. Those that are stored are being sealed.",
    awaitsNumber: "No more bets are taken, and those that are stored are sealed. The number is drawn next.",
    seal: hex => `Seal ${hex}`, closesAt: (when, left) => `The intake closes at ${when}, in ${left}.`,
    earlier: "Earlier draws", winningNumber: "Number drawn", sealName: "Seal", noSeal: "not sealed: its number was set before",
    drawOpened: draw => `Draw ${draw} is open`,
    record: "On record", action: { draw_opened: "Draw opened", draw_closed: "Earlier draw not open", ready: "Server ready", operator: "Operator", intake_closed: "Intake closed", seal: "Bets sealed",
      number_drawn: "Number drawn", sorteo: "Draw made", agency_closed: "Agency closed", worker_exit: "Worker ended",
      worker_hung: "Worker hung", worker_given_up: "Worker not restarted", certificate_refused: "Certificate refused",
      certificates: "Certificates", clock: "Clock" },
    waitsFor: (who, since, ago) => `Waits for ${who} since ${since}, ${ago} ago.`,
    waitsAgency: who => `agency ${who}`, waitsAgencies: who => `agencies ${who}`,
    waitsMany: (who, more) => `agencies ${who} and ${more} more`,
    searching: "Every agency has finished. The bets are being searched for the winning number.",
    drawnAt: (when, winners, agencies) => `At ${when}. ${winners} in ${agencies}.`,
    drawnBefore: (winners, agencies) => `Made before this server started. ${winners} in ${agencies}.`,
    winningBets: { one: "winning bet", other: "winning bets" }, ofAgencies: { one: "agency", other: "agencies" },
    number: digits => `Winning number ${digits}`, numberNotYet: "The number is shown when it is drawn",
    bets: "bets stored", rate: "bets a second", finished: "agencies finished", p99: "ms, p99 to disk", p99ToAck: "ms, p99 to the ACK",
    batches: { one: "batch", other: "batches" }, rateBatches: "batches/s", connectedNow: "connected", median: "p50", of: "of",
    now: "now", minutes: "min", highest: "highest", nothingNow: "nothing now", when: "When",
    live: "live", connecting: "connecting", lost: since => `no connection since ${since}, trying again`,
    back: "connected again", worker: "Worker", workerState: { waiting: "about to start", down: "down, coming back",
      starting: "starting", ready: "ready", draining: "finishing its work", stopping: "stopping",
      killed: "being killed", given_up: "not restarted" },
    up: "up", sessions: "sessions", memory: "memory", lockWait: "lock wait", exits: "restarts · last exit",
    process: "process", readyOf: (n, all) => `${n} of ${all} ready`,
    cameBack: "back", workerDown: (n, why) => `Worker ${n} is down: ${why}`, workerBack: n => `Worker ${n} is ready again`,
    workerNew: n => `Worker ${n} is ready`, workerGone: n => `Worker ${n} has left`, agencyFinished: n => `Agency ${n} has finished`,
    agenciesFinished: n => `${n} agencies have finished`, serverStarted: "The server started",
    finishedOf: (n, all) => `${n} of ${all} finished`, closed: "closed by an operator",
    agency: "Agency", all: "all", state: { connected: "sending", waiting: "waits for the draw", finished: "finished",
      absent: "not connected", unseen: "not yet seen" },
    winners: { one: "winner", other: "winners" }, perSecond: "/s",
    limit: { connections: "Connections", held_bytes: "Bytes held", sessions: "Sessions" },
    disk: (room, lasts) => `Room on the disk: ${room}${lasts === null ? "." : `, which lasts ${lasts} at the rate of the last minute.`}`,
    expires: (what, days) => `${{ certificateExpires: "The server's certificate", clientCaExpires: "The authority of agencies",
      crlExpires: "The revocation list" }[what]} ${days < 0 ? "has expired." : `expires in ${days} days.`}`,
    refused: count => `Refused because of a certificate: ${count}.`,
    unchecked: "Identities are not checked: any program that reaches the port without TLS may speak for any agency.",
    replication: (position, behind, reachable, ack) => `Replicated log: ${position} messages taken in, ${behind === "0" ? "none" : behind} to come${reachable ? "" : "; the brokers cannot be reached"}. An ACK means: ${ack}.`,
    clockDiffers: (ms, ahead) => `This server's clock is ${ms} ms ${ahead ? "ahead of" : "behind"} the brokers'.`,
    follows: "This server only follows: it keeps a copy and serves no agency.",
    ack: (forced, some, all) => `${forced ? "on the disks" : "in the memory"} of at least ${some} of ${all} brokers`,
    about: (version, since) => `Lotería ${version}, up since ${since}`,
  },
  es: {
    skip: "Ir al sorteo", drawName: "sorteo", totals: "En total", intake: "Apuestas por segundo",
    values: "Como tabla", commit: "De la llegada al disco", commitToAck: "De la llegada al ACK", fleet: "Trabajadores", happened: "Lo que pasó",
    agencies: "Agencias", filter: "Mostrar agencias", limits: "Límites en uso",
    commitNote: "Milisegundos que tardó la centésima parte más lenta de los lotes.",
    barNote: "Las barras comparan con la agencia que más envió.",
    phase: { open: "Se reciben apuestas", draining: "No se reciben más apuestas",
      drained: "Todo guardado, no se recibe más", closed: "Recepción cerrada", sealed: "Sellado",
      drawing: "Se está sorteando", drawn: "Sorteo realizado" },
    steps: ["Apuestas", "Sello", "Sorteo", "Ganadores"],
    sealing: "No se reciben más apuestas. Las guardadas se están sellando.",
    awaitsNumber: "No se reciben más apuestas, y las guardadas están selladas. Falta sortear el número.",
    seal: hex => `Sello ${hex}`, closesAt: (when, left) => `La recepción cierra el ${when}, en ${left}.`,
    earlier: "Sorteos anteriores", winningNumber: "Número sorteado", sealName: "Sello", noSeal: "sin sello: el número se fijó antes",
    drawOpened: draw => `Se abrió el sorteo ${draw}`,
    record: "Registro", action: { draw_opened: "Sorteo abierto", draw_closed: "Sorteo anterior no disponible", ready: "Servidor listo", operator: "Operador", intake_closed: "Recepción cerrada", seal: "Apuestas selladas",
      number_drawn: "Número sorteado", sorteo: "Sorteo realizado", agency_closed: "Agencia cerrada", worker_exit: "Trabajador terminado",
      worker_hung: "Trabajador colgado", worker_given_up: "Trabajador abandonado", certificate_refused: "Certificado rechazado",
      certificates: "Certificados", clock: "Reloj" },
    waitsFor: (who, since, ago) => `Falta ${who} desde las ${since}, hace ${ago}.`,
    waitsAgency: who => `la agencia ${who}`, waitsAgencies: who => `que terminen las agencias ${who}`,
    waitsMany: (who, more) => `que terminen las agencias ${who} y ${more} más`,
    searching: "Todas las agencias terminaron. Se busca el número ganador entre las apuestas.",
    drawnAt: (when, winners, agencies) => `A las ${when}. ${winners} en ${agencies}.`,
    drawnBefore: (winners, agencies) => `Hecho antes de que arrancara este servidor. ${winners} en ${agencies}.`,
    winningBets: { one: "apuesta ganadora", other: "apuestas ganadoras" }, ofAgencies: { one: "agencia", other: "agencias" },
    number: digits => `Número ganador ${digits}`, numberNotYet: "El número se muestra al sortearse",
    bets: "apuestas guardadas", rate: "apuestas por segundo", finished: "agencias terminaron", p99: "ms, p99 hasta el disco", p99ToAck: "ms, p99 hasta el ACK",
    batches: { one: "lote", other: "lotes" }, rateBatches: "lotes/s", connectedNow: "conectadas", median: "p50", of: "de",
    now: "ahora", minutes: "min", highest: "máximo", nothingNow: "nada ahora", when: "Cuándo",
    live: "en vivo", connecting: "conectando", lost: since => `sin conexión desde las ${since}, se reintenta`,
    back: "conectado otra vez", worker: "Trabajador", workerState: { waiting: "por arrancar", down: "caído, ya vuelve",
      starting: "arrancando", ready: "listo", draining: "terminando lo suyo", stopping: "deteniéndose",
      killed: "se lo termina", given_up: "abandonado" },
    up: "activo", sessions: "sesiones", memory: "memoria", lockWait: "espera lock", exits: "reinicios · última salida",
    process: "proceso", readyOf: (n, all) => `${n} de ${all} listos`,
    cameBack: "volvió", workerDown: (n, why) => `Cayó el trabajador ${n}: ${why}`, workerBack: n => `El trabajador ${n} volvió`,
    workerNew: n => `El trabajador ${n} está listo`, workerGone: n => `El trabajador ${n} se retiró`, agencyFinished: n => `Terminó la agencia ${n}`,
    agenciesFinished: n => `Terminaron ${n} agencias`, serverStarted: "Arrancó el servidor",
    finishedOf: (n, all) => `${n} de ${all} terminaron`, closed: "cerrada por un operador",
    agency: "Agencia", all: "todas", state: { connected: "enviando", waiting: "espera el sorteo", finished: "terminó",
      absent: "sin conexión", unseen: "no apareció" },
    winners: { one: "ganador", other: "ganadores" }, perSecond: "/s",
    limit: { connections: "Conexiones", held_bytes: "Bytes retenidos", sessions: "Sesiones" },
    disk: (room, lasts) => `Espacio en el disco: ${room}${lasts === null ? "." : `, alcanza para ${lasts} al ritmo del último minuto.`}`,
    expires: (what, days) => `${{ certificateExpires: "El certificado del servidor", clientCaExpires: "La autoridad de las agencias",
      crlExpires: "La lista de revocación" }[what]} ${days < 0 ? "ha vencido." : `vence en ${days} días.`}`,
    refused: count => `Rechazos por un certificado: ${count}.`,
    unchecked: "No se comprueban identidades: quien llega al puerto sin TLS puede hablar por cualquier agencia.",
    replication: (position, behind, reachable, ack) => `Registro replicado: ${position} mensajes incorporados, ${behind === "0" ? "no falta ninguno" : `por incorporar: ${behind}`}${reachable ? "" : "; no se llega a los brokers"}. Un ACK significa: ${ack}.`,
    clockDiffers: (ms, adelanta) => `El reloj de este servidor ${adelanta ? "adelanta" : "atrasa"} ${ms} ms respecto del de los brokers.`,
    follows: "Este servidor solo sigue el registro: guarda una copia y no atiende a ninguna agencia.",
    ack: (forced, some, all) => `${forced ? "en los discos" : "en la memoria"} de al menos ${some} de ${all} brokers`,
    about: (version, since) => `Lotería ${version}, activo desde ${since}`,
  },
};

const LANGUAGE = (navigator.languages ?? [navigator.language]).map(tag => tag.slice(0, 2)).find(tag => tag in WORDS) ?? "en";
const LOCALE = (navigator.languages ?? []).find(tag => tag.startsWith(LANGUAGE)) ?? LANGUAGE;
const words = WORDS[LANGUAGE];

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0, useGrouping: "always" });
const short = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumSignificantDigits: 3 });
const small = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
const plural = new Intl.PluralRules(LOCALE);

/** A count with its noun: “1 winner”, “11 winners”. */
const counted = (count, noun) => `${whole.format(count)} ${noun[plural.select(count)] ?? noun.other}`;
/** Below ten with a digit after the point, else whole. */
const figure = value => (value > 0 && value < 10 ? small : whole).format(value);
const time = iso => clock.format(new Date(iso));

/** Bytes as people say them: “41 MiB”. */
function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB"];
  let unit = 0;
  for (; count >= 1024 && unit < units.length - 1; unit++) count /= 1024;
  return `${figure(count)} ${units[unit]}`;
}

/** A length of time in at most two units, never broken: “2 min 13 s”. */
function lasted(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (large, name, rest, small) => `${Math.floor(s / large)} ${name} ${Math.floor((s % large) / rest)} ${small}`;
  const text = s < 60 ? `${s} s` : s < 3600 ? two(60, "min", 1, "s") : s < 86400 ? two(3600, "h", 60, "min") : two(86400, "d", 3600, "h");
  return text.replaceAll(" ", "\u00a0");
}

/** “3, 7 and 12”. */
const listed = items => new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items.map(String));
