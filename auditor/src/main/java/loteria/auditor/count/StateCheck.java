package loteria.auditor.count;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedRecord;
import loteria.auditor.log.RecordKind;

/** Compares the state that a segment begins with with what was counted before it. */
final class StateCheck {
  private final DrawCount count;
  private final Differences differences;
  private final Set<RecordKind> kinds = EnumSet.noneOf(RecordKind.class);

  StateCheck(DrawCount count, Differences differences) {
    this.count = count;
    this.differences = differences;
  }

  void check(AuditedEntry state) throws IOException {
    long position = state.position();
    int agencies = 0;
    for (int i = 0; i < state.records(); i++) {
      AuditedRecord record = state.record(i);
      kinds.add(record.kind());
      if (record.kind() == RecordKind.AGENCY_STATE) {
        agencies++;
        checkAgency(record, position);
      } else if (!isAsCounted(record)) {
        differ(position, record.kind());
      }
    }
    if (agencies != count.known()) {
      differences.add(
          "log position %d: the state has %d agencies, counted are %d",
          position, agencies, count.known());
    }
    requireIf(count.isIntakeClosed(), RecordKind.INTAKE_CLOSED, position);
    requireIf(count.sealed() != null, RecordKind.SEALED, position);
    requireIf(count.numberAfterSeal() != null, RecordKind.NUMBER_DRAWN, position);
    requireIf(count.drawn() != null, RecordKind.DRAWN, position);
    requireIf(count.followedTo() != 0, RecordKind.FOLLOWED_TO, position);
    requireIf(true, RecordKind.ROWS_STATE, position);
  }

  private void checkAgency(AuditedRecord record, long position) {
    AgencyCount counted = count.find(record.number());
    if (counted == null) {
      differences.add(
          "log position %d: the state has agency %d, of which no record is before it",
          position, record.number());
    } else if (record.first() != counted.batches() || record.second() != counted.bets()) {
      differences.add(
          "log position %d: the state has %d batches and %d bets of agency %d, counted are %d and"
              + " %d",
          position,
          record.first(),
          record.second(),
          record.number(),
          counted.batches(),
          counted.bets());
    } else if (record.digest() != counted.digest()) {
      differences.add(
          "log position %d: the state has other rows of agency %d than those before it",
          position, record.number());
    } else if (record.end() != counted.end() || record.epoch() != counted.epoch()) {
      differences.add(
          "log position %d: the state has another end or session of agency %d than was recorded",
          position, record.number());
    }
  }

  private boolean isAsCounted(AuditedRecord record) {
    return switch (record.kind()) {
      case ROWS_STATE -> record.digest() == count.digest();
      case VIEW_FORCED -> record.first() == count.viewForcedAt();
      case FOLLOWED_TO -> record.first() == count.followedTo();
      case INTAKE_CLOSED -> count.isIntakeClosed();
      case SEALED -> DrawCount.sealedOf(record).equals(count.sealed());
      case NUMBER_DRAWN -> Objects.equals(record.number(), count.numberAfterSeal());
      case DRAWN -> DrawCount.drawnOf(record).equals(count.drawn());
      // An earlier session of an agency, in a copy of a replicated log.
      case SESSION_OPENED -> count.followedTo() != 0;
      case BATCH_STORED, AGENCY_FINISHED, AGENCY_CLOSED, RUN_BEGUN, ENDED, AGENCY_STATE -> false;
    };
  }

  private void requireIf(boolean isCounted, RecordKind kind, long position) {
    if (isCounted && !kinds.contains(kind)) {
      differ(position, kind);
    }
  }

  private void differ(long position, RecordKind kind) {
    differences.add(
        "log position %d: the state does not have what was counted before it: %s", position, kind);
  }
}
