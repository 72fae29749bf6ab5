// The draws before the current one, the newest first: each opens to its figures.

function showEarlier(status) {
  const draws = [...status.earlier].reverse();
  id("earlier-draws").hidden = draws.length === 0;
  each(id("earlier"), draws, draw => draw.name, earlierDraw, () => {});
}

/** An earlier draw does not change any more. */
function earlierDraw(draw) {
  const number = String(draw.winningNumber).padStart(4, "0");
  const list = make("dl");
  const figures = terms(list, { bets: words.bets, number: words.winningNumber, seal: words.sealName });
  say(figures.bets, whole.format(draw.bets));
  say(figures.number, number);
  say(figures.seal, draw.seal ?? words.noSeal);
  return make("li", {}, make("details", {},
    make("summary", {}, make("strong", {}, draw.name), ` ${number} · ${counted(draw.winners, words.winners)}`), list));
}
