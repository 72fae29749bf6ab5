/*
 * One agency, the relay, two workers and their common ledger: is a row ever stored twice, left out, or
 * acknowledged and not stored? `make model` checks every order of steps with spin.
 *
 *   agency ──▶ relay: unanswered[s] ──▶ inbox[worker, s] ──▶ worker ──▶ ledger, under the lock
 *          ◀── answers[s] ◀───────────────────────────────────┘
 *
 * The agency's file has ROWS rows. It sends them in batches of one or two rows, WINDOW of them in
 * flight, and may break off at any step; then it returns in session s + 1, goes on from the count of
 * WELCOME and cuts new batches from the rest. What session s has sent cannot be taken back: it is in the
 * relay, in an inbox, or with a worker.
 *
 * A worker may crash at any step (CRASHES): its inboxes are lost, and the relay moves its sessions to
 * the other one, with all requests in flight. A worker that only stands still may also be taken for dead
 * (MOVES): then the other one gets the same requests, and the first one resumes with those that it has.
 *
 * The rule: a session's epoch is its number. HELLO opens it in the ledger, unless a newer one is open;
 * a request of an epoch older than the newest fails; after a failed request no later one of its session
 * counts. A session that moves keeps its epoch and does not send HELLO again, unless HELLO has no reply.
 *
 * For this agency the epoch alone is enough: its newest session never fails. What counts after a failed
 * request matters to clients that leave gaps, which the fault suite tests.
 *
 * A batch may have a bad row (BAD, up to BADS times). A worker REFUSES it, and holds back later batches
 * until it comes again. The agency sends it without the bad row, at once or after the REFUSED. The relay
 * knows which batch was refused last, and sends that to a worker that gets the session.
 *
 * -DOLD_RULE leaves out the epochs; -DOLD_REFUSAL treats a bad batch as a stored one with other content,
 * if there is one of its number. Both must fail.
 */

#ifndef ROWS
#define ROWS 3
#endif
#ifndef SESSIONS
#define SESSIONS 3
#endif
#ifndef WINDOW
#define WINDOW 2
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef MOVES
#define MOVES 1
#endif

#ifndef BADS
#define BADS 0
#endif

#define WORKERS 2
#define NOBODY 2
#define INBOX(w, s) inbox[(w) * SESSIONS + (s)]
#define DEAD(w, s) dead[(w) * SESSIONS + (s)]
#define HELD(w, s) held[(w) * SESSIONS + (s)]
#define CONNECTION(w, s) connection[(w) * SESSIONS + (s)]

mtype = { HELLO, BATCH, BAD, WELCOME, ACK, REFUSED, ERROR }

/* Requests: type, batch, first row, how many rows. */
chan unanswered[SESSIONS] = [WINDOW] of { mtype, byte, byte, byte }
chan inbox[WORKERS * SESSIONS] = [WINDOW] of { mtype, byte, byte, byte }

/* Answers: type, batch, rows: of a WELCOME the last batch and the rows that are stored. */
chan answers[SESSIONS] = [WINDOW] of { mtype, byte, byte }

/*
 * The relay: which worker has a session, how often it was moved, which batch was refused and has not
 * come again, and whether it has had its last answer; and after how many moves a worker's connection
 * was made.
 */
byte worker[SESSIONS]
byte refused[SESSIONS]
byte moved[SESSIONS]
byte connection[WORKERS * SESSIONS]
bool over[SESSIONS]

/* Behind a request that failed a worker takes nothing of the session. */
bool dead[WORKERS * SESSIONS]

/* The batch that a worker has refused of a session, until it comes again: those behind it wait. */
byte held[WORKERS * SESSIONS]

/* The ledger: who holds its lock, the newest epoch, the batches and how many rows they are. */
byte lock = NOBODY
byte newest
byte batches
byte rows
byte from[ROWS + 1]
byte count[ROWS + 1]

/* The session that the agency listens to: answers to others reach nobody. */
byte current

byte crashes
byte moves
byte bads

inline forget(w, s) {
  do
  :: len(INBOX(w, s)) > 0 -> INBOX(w, s) ? type, batch, first, size
  :: else -> break
  od;
  DEAD(w, s) = false;
  HELD(w, s) = 0
}

/*
 * Gives a session to the other worker, with all that is unanswered. If that one had it before, it
 * keeps of that connection only what it has in hand.
 */
inline move(s) {
  worker[s] = 1 - worker[s];
  moved[s]++;
  forget(worker[s], s);
  HELD(worker[s], s) = refused[s];
  CONNECTION(worker[s], s) = moved[s];
  i = len(unanswered[s]);
  do
  :: i > 0 ->
    unanswered[s] ? type, batch, first, size;
    unanswered[s] ! type, batch, first, size;
    INBOX(worker[s], s) ! type, batch, first, size;
    i--
  :: else -> break
  od
}

/* Takes the next request of a session: whether it must wait is seen before the lock is asked for. */
inline take(one) {
  s = one;
  INBOX(me, one) ? type, batch, first, size;
  mine = CONNECTION(me, one);
  waits = (type != HELLO && HELD(me, one) > 0 && batch > HELD(me, one))
}

/* Nothing is in hand. */
inline reset() {
  waits = false; s = 0; mine = 0; type = 0; batch = 0; first = 0; size = 0; answer = 0; said = 0; total = 0
}

inline crash() {
  crashes++;
  printf("worker %d crashes\n", me);
  if
  :: lock == me -> lock = NOBODY
  :: else
  fi;
  s = 0;
  do
  :: s < SESSIONS ->
    forget(me, s);
    if
    :: worker[s] == me && !over[s] -> move(s)
    :: else
    fi;
    s++
  :: else -> break
  od;
  reset()
}

/* Decides on the request in hand, and stores it: answer, said, total. */
inline decide() {
  answer = ERROR; said = batch; total = 0;
  if
#ifdef OLD_REFUSAL
  :: type == BAD && batch <= batches && !waits -> skip
  :: type == BAD && (batch > batches || waits) -> answer = REFUSED
#else
  :: type == BAD -> answer = REFUSED
#endif
  :: type != BAD && waits -> answer = REFUSED
  :: type != BAD && !waits -> count_on()
  fi;
  if
  :: answer == WELCOME -> said = batches; total = rows
  :: answer == REFUSED && type == BAD && !waits ->
    printf("worker %d refuses batch %d of session %d\n", me, batch, s + 1);
    if
    :: mine == CONNECTION(me, s) -> HELD(me, s) = batch
    :: else
    fi
  :: answer == ACK ->
    if
    :: mine == CONNECTION(me, s) && batch >= HELD(me, s) -> HELD(me, s) = 0
    :: else
    fi
  :: answer == ERROR ->
    printf("worker %d: an error for session %d\n", me, s + 1);
#ifndef OLD_RULE
    if
    :: mine == CONNECTION(me, s) -> DEAD(me, s) = true
    :: else
    fi
#endif
  :: else
  fi
}

/* Decides on a request that is not held back. */
inline count_on() {
  if
#ifndef OLD_RULE
  :: s + 1 < newest -> skip
  :: s + 1 >= newest && type == HELLO -> newest = s + 1; answer = WELCOME
  :: s + 1 >= newest && type == BATCH ->
#else
  :: type == HELLO -> answer = WELCOME
  :: type == BATCH ->
#endif
    if
    :: batch <= batches && from[batch - 1] == first && count[batch - 1] == size -> answer = ACK
    :: batch == batches + 1 ->
      printf("worker %d stores batch %d of session %d: rows %d to %d\n",
          me, batch, s + 1, first, first + size - 1);
      /* What is stored is always the beginning of the file, each row once. */
      assert(first == rows + 1);
      from[batches] = first;
      count[batches] = size;
      batches++;
      rows = rows + size;
      answer = ACK
    :: else -> skip
    fi
  fi
}

/* Passes the answer on, if the session is still this worker's. */
inline reply() {
  if
  :: worker[s] == me && mine == moved[s] && !over[s] ->
    unanswered[s] ? type, batch, first, size;
    over[s] = (answer == ERROR);
    if
    :: answer == REFUSED && type == BAD && !waits -> refused[s] = batch
    :: answer == ACK && batch >= refused[s] -> refused[s] = 0
    :: else
    fi;
    if
    :: s == current -> answers[s] ! answer, said, total
    :: else
    fi
  :: else
  fi
}

active [WORKERS] proctype Worker() {
  byte me = _pid;
  byte s, i, mine, batch, first, size, said, total;
  bool waits;
  mtype type, answer;

end:
  do
  :: atomic { nempty(INBOX(me, 0)) -> take(0) }; goto taken
#if SESSIONS > 1
  :: atomic { nempty(INBOX(me, 1)) -> take(1) }; goto taken
#endif
#if SESSIONS > 2
  :: atomic { nempty(INBOX(me, 2)) -> take(2) }; goto taken
#endif
  :: atomic { crashes < CRASHES -> crash() }
  od;

taken:
  if
  :: d_step { DEAD(me, s) && mine == CONNECTION(me, s) -> reset() }; goto end
  :: atomic { !(DEAD(me, s) && mine == CONNECTION(me, s)) && lock == NOBODY -> lock = me }
  :: atomic { crashes < CRASHES -> crash() }; goto end
  fi;
  if
  :: d_step { decide() }
  :: atomic { crashes < CRASHES -> crash() }; goto end
  fi;
  if
  :: lock = NOBODY
  :: atomic { crashes < CRASHES -> crash() }; goto end
  fi;
  /* It is forced here: a crash of the machine is not this model's. */
  if
  :: atomic {
      reply();
      reset()
    }
  :: atomic { crashes < CRASHES -> crash() }
  fi;
  goto end
}

active proctype Supervisor() {
  byte s, i, batch, first, size;
  mtype type;

end:
  do
  :: atomic {
      moves < MOVES ->
        moves++;
        select(s : 0 .. SESSIONS - 1);
        if
        :: !over[s] && len(unanswered[s]) > 0 ->
          printf("session %d is moved from worker %d, which stands still\n", s + 1, worker[s]);
          move(s)
        :: else
        fi;
        s = 0; type = 0; batch = 0; first = 0; size = 0
    }
  od
}

inline send(what, b, f, n) {
  unanswered[s] ! what, b, f, n;
  INBOX(worker[s], s) ! what, b, f, n
}

active proctype Agency() {
  byte s, next, row, size, waiting, said, total;
  /* The first batch in flight, and where each one of this session began and ended. */
  byte oldest;
  byte begun[ROWS + 1];
  byte sized[ROWS + 1];
  /* The bad batch in flight, and the rows before it; whether it has been sent mended already; which
   * batch to go back to. */
  byte bad, badFrom, back;
  bool mended;

connect:
  atomic {
    printf("session %d: HELLO\n", s + 1);
    if
    :: worker[s] = 0
    :: worker[s] = 1
    fi;
    CONNECTION(worker[s], s) = moved[s];
    send(HELLO, 0, 0, 0)
  };
  if
  :: atomic {
      answers[s] ? WELCOME, said, total ->
        printf("session %d: WELCOME, batch %d, %d rows\n", s + 1, said, total);
        next = said + 1; oldest = next; row = total; said = 0; total = 0
    }
  :: answers[s] ? ERROR, _, _ -> assert(false)
  :: s < SESSIONS - 1 -> goto cut
  fi;

  do
  :: atomic {
      row < ROWS && waiting < WINDOW && back == 0 && bad == 0 && bads < BADS ->
        bads++;
        if
        :: size = 1
        :: row + 2 <= ROWS -> size = 2
        fi;
        bad = next; badFrom = row; waiting++;
        send(BAD, next, row + 1, size);
        if
        :: mended = true
        :: mended = false; row = row + size; next++
        fi;
        printf("session %d: BATCH %d with a bad row, mended at once: %d\n", s + 1, bad, mended);
        size = 0
    }
  :: atomic {
      answers[s] ? REFUSED, said, total ->
        printf("session %d: REFUSED %d\n", s + 1, said);
        waiting--;
        if
        :: said == bad && mended -> bad = 0; badFrom = 0; mended = false
        :: said == bad && !mended -> back = bad
        /* It follows the bad one, as those do that were sent before it was known. */
        :: said != bad -> assert(bad != 0 && said > bad && back == bad)
        fi;
        said = 0; total = 0
    }
  :: atomic {
      back > 0 && waiting == 0 ->
        printf("session %d goes back to batch %d\n", s + 1, back);
        next = back; row = badFrom; back = 0; bad = 0; badFrom = 0
    }
  :: atomic {
      row < ROWS && waiting < WINDOW && back == 0 ->
        if
        :: size = 1
        :: row + 2 <= ROWS -> size = 2
        fi;
        printf("session %d: BATCH %d, rows %d to %d\n", s + 1, next, row + 1, row + size);
        send(BATCH, next, row + 1, size);
        begun[next - 1] = row + 1; sized[next - 1] = size;
        row = row + size; next++; waiting++; size = 0
    }
  :: atomic {
      answers[s] ? ACK, said, total ->
        printf("session %d: ACK %d\n", s + 1, said);
        assert(said == oldest);
        /* What is acknowledged is stored, with these rows. */
        assert(said <= batches);
        assert(from[said - 1] == begun[said - 1] && count[said - 1] == sized[said - 1]);
        oldest++; waiting--; said = 0; total = 0
    }
#ifndef OLD_RULE
  /* Who goes on from WELCOME and is the newest has no error. */
  :: answers[s] ? ERROR, _, _ -> assert(false)
#else
  :: answers[s] ? ERROR, _, _ -> goto done
#endif
  :: row == ROWS && waiting == 0 && back == 0 -> break
  :: s < SESSIONS - 1 -> goto cut
  od;
  assert(rows == ROWS);
  goto done;

cut:
  atomic {
    printf("session %d breaks off\n", s + 1);
    do
    :: len(answers[s]) > 0 -> answers[s] ? _, _, _
    :: else -> break
    od;
    s++; current = s; next = 0; row = 0; waiting = 0; oldest = 0; bad = 0;
    badFrom = 0; back = 0; mended = false;
    size = 0;
    do
    :: size <= ROWS -> begun[size] = 0; sized[size] = 0; size++
    :: else -> break
    od;
    size = 0
  };
  goto connect;

done:
  skip
}
