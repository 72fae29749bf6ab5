package loteria.supervisor.http;

/** The response to a request. */
public sealed interface HttpResponse permits WholeResponse, StreamedResponse {}
