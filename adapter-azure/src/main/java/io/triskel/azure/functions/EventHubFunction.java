package io.triskel.azure.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.observe.Observer;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;

/**
 * Base class of a function behind an Event Hubs trigger, for one consumer. The trigger moves on in the hub even if a
 * batch fails, unless a retry policy holds it. So deploy the function with a retry policy that never gives up:
 *
 * <pre>{@code
 * public final class PaymentsFunction extends EventHubFunction {
 *     public PaymentsFunction() {
 *         super(App.PROCESSOR, App.CODEC, InstantSource.system(), Duration.ofMinutes(4), Observer.none());
 *     }
 *
 *     @FunctionName("payments")
 *     @FixedDelayRetry(maxRetryCount = -1, delayInterval = "00:00:01")
 *     public void run(
 *             @EventHubTrigger(name = "events", eventHubName = "%TRISKEL_APP_HUB%", connection = "HUBS", consumerGroup = "payments",
 *                     cardinality = Cardinality.MANY, dataType = "binary") byte[][] bodies,
 *             @BindingName("PropertiesArray") String properties,
 *             @BindingName("SystemPropertiesArray") String systemProperties,
 *             @BindingName("PartitionContext") String partition,
 *             ExecutionContext context) {
 *         handle(bodies, properties, systemProperties, partition, context);
 *     }
 * }
 * }</pre>
 *
 * <p>The worker creates an instance per invocation, so the processor, its clients and its stores are static, in a class
 * that all functions of the app share ({@code App} above).
 *
 * <p>With unlimited retries an incomplete batch fails as a whole, and its settled events are redelivered as duplicates.
 * On the last attempt of a finite policy, or without a policy, nothing is redelivered: then the core retries in place
 * while there is time, and parks. If even parking fails, events are about to be lost: the function throws, and logs
 * {@link #ALARM}. With unlimited retries such a batch holds its partition, and the function logs {@link #HELD_ALARM}.
 */
public abstract class EventHubFunction {
    /** Starts the log line, at level SEVERE, that reports lost events: set an alarm on it. */
    public static final String ALARM = "TRISKEL_EVENTS_LOST";

    /**
     * Starts the log line, at level SEVERE, that reports a batch that holds its partition: an unlimited retry policy
     * has delivered it at least {@value #HELD_FROM} times. Each further failed attempt logs such a line; set an alarm
     * on it.
     */
    public static final String HELD_ALARM = "TRISKEL_PARTITION_HELD";

    private static final int UNLIMITED = -1;

    /**
     * The number of deliveries from which a batch is reported to hold its partition: minutes under a policy that backs
     * off to 30 s.
     */
    private static final int HELD_FROM = 10;

    private final BatchProcessor processor;
    private final EventCodec codec;
    private final InstantSource clock;
    private final Duration time;
    private final Observer observer;

    /**
     * Creates a function.
     *
     * @param clock the same as the processor's
     * @param time that an invocation may take, including the processor's reserve for parking: less than the app's
     *     {@code functionTimeout}, which an invocation cannot read
     * @param observer gets events that are about to be lost, as a port's failure
     */
    protected EventHubFunction(
            BatchProcessor processor, EventCodec codec, InstantSource clock, Duration time, Observer observer) {
        this.processor = processor;
        this.codec = codec;
        this.clock = clock;
        this.time = time;
        this.observer = Observer.guarded(observer);
    }

    /**
     * Creates a function for a consumer described on a platform.
     *
     * @param time as in the other constructor
     */
    protected EventHubFunction(Platform platform, HostedConsumer described, Duration time) {
        this(described.processor(), platform.codec(), platform.clock(), time, platform.observer());
    }

    /** As the other {@code handle}, for a trigger that is bound to a list. */
    protected final void handle(
            List<byte[]> bodies,
            String properties,
            String systemProperties,
            String partition,
            ExecutionContext context) {
        handle(bodies.toArray(byte[][]::new), properties, systemProperties, partition, context);
    }

    /**
     * Settles a batch; all texts are JSON, as the host writes them.
     *
     * @param bodies the trigger's, with {@code dataType = "binary"} and {@code cardinality = MANY}
     * @param properties {@code PropertiesArray}
     * @param systemProperties {@code SystemPropertiesArray}
     * @param partition {@code PartitionContext}
     * @throws IncompleteBatchException if the batch must be redelivered
     */
    protected final void handle(
            byte[][] bodies, String properties, String systemProperties, String partition, ExecutionContext context) {
        Deadline deadline = Deadline.in(time, clock);
        boolean comesAgain = comesAgain(context.getRetryContext());
        HostBatch batch = new HostBatch(bodies, properties, systemProperties, partition);
        try {
            List<Delivery> deliveries = batch.deliveries(codec, processor.subscription());
            Settlement settlement =
                    processor.process(deliveries, comesAgain ? Redelivery.WHOLE_BATCH : Redelivery.NEVER, deadline);
            if (!settlement.complete()) {
                throw IncompleteBatchException.of(deliveries, settlement);
            }
        } catch (RuntimeException | Error failure) {
            if (!comesAgain) {
                alarm(context, batch, failure);
            } else if (context.getRetryContext().getRetrycount() >= HELD_FROM) {
                held(context, batch, failure);
            }
            throw failure;
        }
    }

    /**
     * Only an unlimited retry policy redelivers a batch for certain; with a finite one the batch is lost after the last
     * attempt.
     */
    private static boolean comesAgain(RetryContext retries) {
        if (retries == null) {
            return false;
        }
        int most = retries.getMaxretrycount();
        return most == UNLIMITED || retries.getRetrycount() < most;
    }

    private void alarm(ExecutionContext context, HostBatch batch, Throwable failure) {
        String message = ALARM + ": " + context.getFunctionName() + " misses up to " + batch.bodies().length
                + " events that could be neither handled nor parked; partition " + batch.partition()
                + ", sequence numbers " + batch.sequenceNumbers() + ": " + failure;
        context.getLogger().log(Level.SEVERE, message, failure);
        observer.portFailed("event hub trigger", failure);
    }

    private static void held(ExecutionContext context, HostBatch batch, Throwable failure) {
        String message = HELD_ALARM + ": " + context.getFunctionName() + " has tried " + batch.bodies().length
                + " events " + (context.getRetryContext().getRetrycount() + 1)
                + " times without success, and all events after them wait; partition " + batch.partition()
                + ", sequence numbers " + batch.sequenceNumbers() + ": " + failure;
        context.getLogger().log(Level.SEVERE, message, failure);
    }
}
