package loteria.supervisor.http;

/** What a request is answered with. */
public sealed interface HttpResponse permits WholeResponse, StreamedResponse {}
