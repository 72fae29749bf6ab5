package loteria.agency.submit;

/** The behaviour of an agency when everything but refused rows is stored. */
public enum OnRefused {
  /** It finishes: refused rows stay refused. */
  FINISH,
  /** It does not finish yet: a run with a corrected file sends them. */
  WAIT
}
