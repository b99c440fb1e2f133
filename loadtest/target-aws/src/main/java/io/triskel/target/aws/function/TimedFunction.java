package io.triskel.target.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.load.function.Telling;
import io.triskel.load.path.LoadEvents;
import io.triskel.publish.EventBus;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Hosts {@link Telling} behind an event source mapping of Kinesis. */
public final class TimedFunction extends KinesisFunction {
    private final Telling telling;

    /** Called by Lambda. */
    public TimedFunction() {
        this(Telling.inThisProcess(reports(System.getenv())));
    }

    private TimedFunction(Telling telling) {
        super(telling.processor(), LoadEvents.codec(Telling.LARGEST), InstantSource.system());
        this.telling = telling;
    }

    private static Optional<EventBus> reports(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(Telling.REPORTS)).map(stream -> {
            AwsClients clients = AwsClients.of(AwsSettings.from(environment));
            return KinesisBus.of(clients, stream);
        });
    }

    /** Throws if the invocation could not be reported, so that the whole batch is redelivered. */
    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        telling.begin();
        StreamsEventResponse response = super.handleRequest(event, context);
        telling.end();
        return response;
    }
}
