package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.triskel.aws.lambda.SnapStart;
import io.triskel.event.Deadline;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers HTTP, behind a function URL or an API with payload format 2.0. */
public final class HttpFunction implements RequestStreamHandler {
    private final FunctionState running;
    private final HttpEndpoint api;

    @SuppressWarnings("UnusedVariable") // only held: the runtime holds it weakly
    private final SnapStart hooks;

    /** Called by Lambda. */
    public HttpFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.HTTP);
        api = running.hosted().http();
        hooks = SnapStart.hooks(System.getenv(), running::connect, () -> {});
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Deadline deadline = running.begin(context);
        try {
            HttpAnswer answered = api.answer(HttpPayload.read(event), deadline);
            HttpPayload.write(answered, answer);
        } finally {
            running.write("http", context.getLogger());
        }
    }
}
