package loteria.agency.submit;

/** What an agency does when all is stored but rows that were refused. */
public enum OnRefused {
  /** It says that it has no more bets: what was refused stays so. */
  FINISH,
  /** It does not say so yet: a run with a corrected file sends them. */
  WAIT
}
