package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.triskel.event.Deadline;
import io.triskel.hosting.function.FunctionRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends the commands that the state machine asks for. Step Functions calls it, and again until it works. */
public final class AskFunction implements RequestStreamHandler {
    private static final byte[] DONE = "{}".getBytes(StandardCharsets.UTF_8);

    private final FunctionState running = FunctionState.start(System.getenv(), FunctionRole.EVENTS);
    private final ProcessDesk desk = running.desk()
            .orElseThrow(() -> new IllegalStateException(FunctionSettings.STATE_MACHINE
                    + " is not set, expected the ARN of the state machine that calls this"));

    @Override
    public void handleRequest(InputStream request, OutputStream answer, Context context) throws IOException {
        Deadline deadline = running.begin(context);
        try {
            desk.ask(request.readAllBytes(), deadline);
            answer.write(DONE);
        } finally {
            running.write("ask", context.getLogger());
        }
    }
}
