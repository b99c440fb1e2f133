package io.triskel.target.aws.soak;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.Numbered;
import java.time.InstantSource;

/** Hosts {@link EveryEvent}. */
public final class EveryEventFunction extends KinesisFunction {
    private final EveryEvent every;

    /** Called by Lambda. */
    public EveryEventFunction() {
        this(SoakClients.of(System.getenv()).everyEvent());
    }

    private EveryEventFunction(EveryEvent every) {
        super(every.processor(), Numbered.CODEC, InstantSource.system());
        this.every = every;
    }

    /** Throws if an effect could not be written, so that the whole batch is redelivered. */
    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        every.begin();
        StreamsEventResponse response = super.handleRequest(event, context);
        every.write();
        return response;
    }
}
