package loteria.supervisor;

import java.util.List;
import loteria.ipc.message.WorkerMessage;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.draw.CoordinatorSocket;
import loteria.supervisor.draw.WorkerLink;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.status.WorkerReports;

/**
 * The dispatch of workers' messages on the coordinator socket that do not concern the draw to the
 * parts that they are for.
 */
record Dispatch(Fleet fleet, Coordinator coordinator, WorkerReports reports)
    implements CoordinatorSocket.Events {
  @Override
  public void announced(WorkerMessage.Ready announcement, WorkerLink link) {
    fleet.announced(
        announcement,
        link::drain,
        () -> coordinator.joined(link, announcement.ledger()),
        link::close);
  }

  @Override
  public void beat(long pid, WorkerMessage.Heartbeat heartbeat) {
    fleet.beat(pid, heartbeat);
  }

  @Override
  public void reported(long pid, WorkerMessage.Report report) {
    reports.reported(pid, report);
  }

  @Override
  public void finished(WorkerMessage.AgencyFinished end) {
    reports.finished(end);
  }

  @Override
  public void followed(long pid, WorkerMessage.Followed position) {
    reports.followed(pid, position);
  }

  @Override
  public void closed(List<Integer> agencies) {
    agencies.forEach(reports::closed);
  }

  @Override
  public void left(long pid) {
    reports.left(pid);
  }
}
