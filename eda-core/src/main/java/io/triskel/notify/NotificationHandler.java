package io.triskel.notify;

import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.PortException;
import io.triskel.notify.Lookup.Fetched;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Handles {@link EventKind.Notification} events: looks up the state that an event announces and passes on the version
 * found.
 *
 * <p>If the source answers with an older version or none, its store lags behind its events: the handler throws
 * {@link NotYetException}, so the event is tried again without counting an attempt. A newer version is normal. A bounded cache
 * keeps answers, so that a state is fetched again only if it changed.
 */
public final class NotificationHandler<T> implements EventHandler<Object> {
    private final Lookup lookup;
    private final BodyReader<T> reader;
    private final NotifiedHandler<T> handler;
    private final Bases bases;
    private final AnswerCache cache;

    private NotificationHandler(Builder<T> builder) {
        lookup = builder.lookup;
        reader = builder.reader;
        handler = builder.handler;
        bases = new Bases(builder.bases);
        cache = new AnswerCache(builder.cacheEntries);
    }

    /**
     * Starts a builder.
     *
     * @param lookup asks the source
     * @param reader decodes an answer
     * @param handler handles the notification with the state
     */
    public static <T> Builder<T> of(Lookup lookup, BodyReader<T> reader, NotifiedHandler<T> handler) {
        return new Builder<>(lookup, reader, handler);
    }

    @Override
    public void handle(Envelope<Object> event, Handling handling) throws Exception {
        if (!(event.pattern() instanceof EventKind.Notification notification)) {
            throw new IllegalArgumentException("A notification handler takes notifications; " + event.id() + " of type "
                    + event.type() + " is " + event.pattern());
        }
        URI address = bases.resolve(event.id().source(), notification.lookup());
        LookupAnswer.Found found = fetch(address, handling.deadline());
        if (found.version() < notification.minVersion()) {
            throw new NotYetException(address + " is at version " + found.version() + ", " + event.id()
                    + " speaks of version " + notification.minVersion());
        }
        handler.handle(event, new Fetched<>(reader.read(found.body()), found.version()), handling);
    }

    private LookupAnswer.Found fetch(URI address, Deadline deadline) throws NotYetException {
        Optional<LookupAnswer.Found> cached = cache.get(address);
        LookupAnswer answer = lookup.fetch(address, cached.flatMap(LookupAnswer.Found::etag), deadline);
        if (answer == LookupAnswer.Stateless.MISSING) {
            cache.forget(address);
            throw new NotYetException(address + " does not exist, or not yet");
        }
        LookupAnswer.Found found = answer instanceof LookupAnswer.Found fetched
                ? fetched
                : cached.orElseThrow(() -> new PortException(
                        address + " answers that nothing was modified, but nothing was fetched from it before"));
        cache.keep(address, found);
        return found;
    }

    /** Configures a {@link NotificationHandler}. */
    public static final class Builder<T> {
        private final Lookup lookup;
        private final BodyReader<T> reader;
        private final NotifiedHandler<T> handler;
        private final Map<String, URI> bases = new HashMap<>();
        private int cacheEntries = 256;

        private Builder(Lookup lookup, BodyReader<T> reader, NotifiedHandler<T> handler) {
            this.lookup = lookup;
            this.reader = reader;
            this.handler = handler;
        }

        /**
         * Sets the base address of lookups for a source's events.
         *
         * @param source the CloudEvents source
         * @param base an absolute address that ends in {@code /}
         */
        public Builder<T> base(String source, URI base) {
            bases.put(source, Bases.require(base));
            return this;
        }

        /** Sets how many answers to cache. Default: 256; 0 for none. */
        public Builder<T> cache(int entries) {
            if (entries < 0) {
                throw new IllegalArgumentException("entries must be at least 0, not " + entries);
            }
            cacheEntries = entries;
            return this;
        }

        /** {@return the handler} */
        public NotificationHandler<T> build() {
            return new NotificationHandler<>(this);
        }
    }

    /** Handles a notification once its lookup has answered. */
    @FunctionalInterface
    public interface NotifiedHandler<T> {
        /**
         * Handles a notification.
         *
         * @param notification the thin event
         * @param fetched the announced state, at the notification's version or a newer one
         * @throws Exception to have it tried again or parked, by the consumer's policy
         */
        void handle(Envelope<?> notification, Fetched<T> fetched, Handling handling) throws Exception;
    }

    /** Decodes the body of a lookup's answer. */
    @FunctionalInterface
    public interface BodyReader<T> {
        /**
         * Decodes a body.
         *
         * @throws Exception if the body is invalid
         */
        T read(byte[] body) throws Exception;
    }
}
