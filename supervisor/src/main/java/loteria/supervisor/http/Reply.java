package loteria.supervisor.http;

/** What a request is answered with. */
public sealed interface Reply permits Answer, Stream {}
