package io.triskel.gcp.functions;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.event.Pause;
import io.triskel.gcp.CallDeadline;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Base class of a function that receives messages of a topic, for one consumer. There are two ways to deploy it:
 *
 * <ul> <li>with a Pub/Sub trigger ({@code --trigger-topic}) and with retries ({@code --retry}), since without them
 * failed events are dropped. Eventarc creates the subscription, without ordering and without a filter. <li>as an HTTP
 * function ({@code --trigger-http}) called by a push subscription that the deployment creates, with the ordering,
 * filter and retry policy that the consumer needs.
 * </ul>
 *
 * <pre>{@code
 * public final class PaymentsFunction extends PubSubFunction {
 *     public PaymentsFunction() {
 *         super(processor(), codec(), InstantSource.system(), Duration.ofSeconds(20));
 *     }
 * }
 * }</pre>
 *
 * <p>A call has one event; the deployment may allow many calls at a time. The processor, its clients and its stores are
 * created once, in the constructor, which the runtime calls before the instance gets its first event. Calls of stores
 * and other ports end by the call's deadline ({@link CallDeadline}).
 *
 * <p>An event that fails, or waits for an earlier one, is retried in place for half of the call's time: Pub/Sub slows
 * down a subscription whose events are often rejected, and meanwhile pushes nothing else of the event's key. Each
 * attempt counts as one delivery.
 *
 * <p>The function throws only for unsettled events, which must be redelivered, and for requests that Pub/Sub never
 * sends. Messages that are not events are parked with their bytes if the consumer has a parking lot.
 */
public abstract class PubSubFunction implements CloudEventsFunction, HttpFunction {
    private static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";
    private static final int NO_CONTENT = 204;

    private final BatchProcessor processor;
    private final EventCodec codec;
    private final InstantSource clock;
    private final Duration time;
    private final Pause pause;

    /**
     * Creates a function.
     *
     * @param clock the same as the processor's
     * @param time that a call may take, including the processor's reserve for parking: less than the function's
     *     time-out, which a call cannot read and which must be less than the subscription's acknowledgement deadline
     */
    protected PubSubFunction(BatchProcessor processor, EventCodec codec, InstantSource clock, Duration time) {
        this(processor, codec, clock, time, wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()));
    }

    PubSubFunction(BatchProcessor processor, EventCodec codec, InstantSource clock, Duration time, Pause pause) {
        this.processor = processor;
        this.codec = codec;
        this.clock = clock;
        this.time = time;
        this.pause = pause;
    }

    /**
     * Creates a function for a consumer described on a platform, such as {@code (GcpPlatform.fromEnvironment(..),
     * Shipping::consumer, time)}.
     *
     * @param time as in the other constructor
     */
    protected PubSubFunction(
            Platform platform, Function<? super Platform, ? extends ConsumerSpec> described, Duration time) {
        this(platform.host(described.apply(platform)).processor(), platform.codec(), platform.clock(), time);
    }

    /** Called when an event is settled, or just before an exception returns it to Pub/Sub: override it to log. */
    protected void afterEvent() {}

    /**
     * Settles one event as Eventarc sends it.
     *
     * @throws UnsettledEventException if it must be redelivered
     * @throws IllegalArgumentException if the event is not a Pub/Sub message: the function is behind another trigger
     */
    @Override
    public final void accept(CloudEvent event) {
        CloudEventData data = event.getData();
        if (!PUBLISHED.equals(event.getType()) || data == null) {
            throw new IllegalArgumentException("This function takes events of type " + PUBLISHED
                    + ", as a trigger for Pub/Sub"
                    + " sends them, and got " + (data == null ? "one without data" : "one of type " + event.getType())
                    + " from " + event.getSource());
        }
        settle(data.toBytes());
    }

    /**
     * Settles one event as a push subscription posts it, wrapped in JSON.
     *
     * @throws UnsettledEventException if it must be redelivered
     * @throws IllegalArgumentException if the body is not a pushed message
     */
    @Override
    public final void service(HttpRequest request, HttpResponse response) throws IOException {
        settle(request.getInputStream().readAllBytes());
        response.setStatusCode(NO_CONTENT);
    }

    private void settle(byte[] body) {
        Deadline deadline = Deadline.in(time, clock);
        try {
            Delivery delivery = PublishedMessage.read(body).delivery(codec, processor.subscription());
            Verdict verdict = CallDeadline.during(
                    deadline,
                    clock,
                    () -> new InPlace(time, clock, pause)
                            .settle(() -> processor
                                    .process(List.of(delivery), Redelivery.ONE_BY_ONE, deadline)
                                    .verdicts()
                                    .get(0)));
            if (!verdict.settled()) {
                throw UnsettledEventException.of(delivery, verdict);
            }
        } finally {
            afterEvent();
        }
    }
}
