package io.triskel.cli.gateway;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;

/** The server-sent events of one lane's console, cut into messages. */
final class LaneEvents implements Flow.Subscriber<String>, AutoCloseable {
    private final String lane;
    private final BlockingQueue<Block> to;
    private final StringBuilder fields = new StringBuilder();
    private Optional<String> id = Optional.empty();
    private boolean closed;
    private volatile boolean cutOff;

    private Optional<Flow.Subscription> subscription = Optional.empty();

    /**
     * A message of a lane, or the end of its messages.
     *
     * @param id the lane's own
     * @param fields the lines of the message but its id
     * @param end why there are no more messages; empty for a message
     */
    record Block(String lane, Optional<String> id, String fields, Optional<String> end) {}

    /** @param to gets the messages, until it is full */
    LaneEvents(String lane, BlockingQueue<Block> to) {
        this.lane = lane;
        this.to = to;
    }

    /** Opens the lane's events after this id. */
    void open(Forwarding forwarding, Lane.Up up, String path, Optional<String> last) {
        var unusedCall = forwarding.events(up, path, last, this).whenComplete((status, failure) -> {
            String why = failure != null ? String.valueOf(failure.getMessage()) : "its events ended (" + status + ")";
            boolean unused = to.offer(new Block(lane, Optional.empty(), "", Optional.of(why)));
        });
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = Optional.of(given);
        if (closed) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    /** A message ends with an empty line; lines that begin with a colon are comments. */
    @Override
    public void onNext(String line) {
        if (line.startsWith("id:")) {
            id = Optional.of(line.substring("id:".length()).strip());
        } else if (line.isEmpty()) {
            if (fields.indexOf("data:") >= 0) {
                cutOff |= !to.offer(new Block(lane, id, fields.toString(), Optional.empty()));
            }
            fields.setLength(0);
            id = Optional.empty();
        } else if (line.startsWith("event:") || line.startsWith("data:")) {
            fields.append(line).append('\n');
        }
    }

    /** {@return whether a message did not get through: the page must connect again after the last one that did} */
    boolean isCutOff() {
        return cutOff;
    }

    @Override
    public void onError(Throwable failed) {
        // The call itself reports it.
    }

    @Override
    public void onComplete() {
        // The call itself reports it.
    }

    @Override
    public synchronized void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}
