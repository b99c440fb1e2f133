package io.triskel.local.gcp.pubsub;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All receivers of a subscription, served in turn. Guarded by the subscription. */
final class Receivers {
    private final List<PullStream> streams = new ArrayList<>();
    private final Deque<WaitingPull> pulls = new ArrayDeque<>();
    private Optional<PushReceiver> push = Optional.empty();
    private Optional<BucketReceiver> bucket = Optional.empty();
    private int nextStream;

    void add(PullStream stream) {
        streams.add(stream);
    }

    void remove(PullStream stream) {
        stream.leave();
        streams.remove(stream);
    }

    void add(WaitingPull pull) {
        pulls.add(pull);
    }

    void push(Optional<PushReceiver> now) {
        push.ifPresent(Receiver::leave);
        push = now;
    }

    void bucket(Optional<BucketReceiver> now) {
        bucket = now;
    }

    boolean isPushed() {
        return push.isPresent();
    }

    /** Whether clients may pull messages. */
    boolean isPulled() {
        return push.isEmpty() && bucket.isEmpty();
    }

    /**
     * Delivers messages until no receiver takes more, one batch to each stream in turn, so that each gets some.
     *
     * @param feed delivers one batch, and returns whether any message was taken
     */
    void serve(Predicate<Receiver> feed) {
        push.ifPresent(receiver -> serve(receiver, feed));
        bucket.ifPresent(receiver -> serve(receiver, feed));
        pulls.forEach(pull -> serve(pull, feed));
        pulls.removeIf(WaitingPull::isAnswered);
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < streams.size(); i++) {
                nextStream = (nextStream + 1) % streams.size();
                more |= feed.test(streams.get(nextStream));
            }
        }
    }

    /** Answers pulls that have waited long enough, and writes files that are old enough. */
    void tick(long nanoTime) {
        pulls.forEach(pull -> pull.giveUp(nanoTime));
        pulls.removeIf(WaitingPull::isAnswered);
        bucket.ifPresent(BucketReceiver::tick);
    }

    /** Ends every receiver's right to its keys. */
    void forgetKeys() {
        streams.forEach(stream -> stream.keys().clear());
    }

    void endStreams(Status status) {
        List.copyOf(streams).forEach(stream -> stream.fail(status));
        streams.clear();
    }

    /** Tells all receivers that the subscription is deleted; messages buffered for a bucket are written. */
    void close(Status status) {
        endStreams(status);
        pulls.forEach(pull -> pull.fail(status.asRuntimeException()));
        pulls.clear();
        push(Optional.empty());
        bucket.ifPresent(BucketReceiver::close);
    }

    private static void serve(Receiver receiver, Predicate<Receiver> feed) {
        boolean more = true;
        while (more) {
            more = feed.test(receiver);
        }
    }
}
