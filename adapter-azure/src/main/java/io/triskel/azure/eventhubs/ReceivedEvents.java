package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/** The events that have arrived on a link and are not yet taken: at most {@link #ROOM}, since no more are requested. */
final class ReceivedEvents extends BaseSubscriber<PartitionEvent> {
    private static final int ROOM = 4_000;

    private final LinkedBlockingQueue<EventData> arrived = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean over;

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(ROOM);
    }

    @Override
    protected void hookOnNext(PartitionEvent event) {
        arrived.add(event.getData());
    }

    @Override
    protected void hookOnError(Throwable cause) {
        failure = cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    @Override
    protected void hookFinally(SignalType type) {
        over = true;
    }

    /**
     * {@return events that have arrived; if there are none, those that arrive within {@code patience}}
     *
     * @throws RuntimeException the reason why the link ended, once all arrived events are taken
     */
    List<EventData> take(int most, Duration patience) throws InterruptedException {
        List<EventData> taken = new ArrayList<>();
        if (arrived.drainTo(taken, most) == 0) {
            RuntimeException why = failure;
            if (why != null || over) {
                throw why != null ? why : new IllegalStateException("The link was closed");
            }
            EventData next = patience.isZero() ? null : arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (next != null) {
                taken.add(next);
                arrived.drainTo(taken, most - 1);
            }
        }
        if (!taken.isEmpty()) {
            request(taken.size());
        }
        return taken;
    }
}
