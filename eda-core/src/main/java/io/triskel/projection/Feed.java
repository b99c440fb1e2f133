package io.triskel.projection;

import io.triskel.codec.SubjectForgotten;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Pattern;
import io.triskel.event.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which events a projection is fed with: the same by live delivery and by a rebuild.
 *
 * @param types with the class of their data; without that of forgetting
 * @param streams those that have rows
 * @param forgets whether it is told of subjects to be forgotten
 */
record Feed(Map<EventType, Class<?>> types, Predicate<StreamId> streams, boolean forgets) {
    Feed {
        types = Map.copyOf(types);
    }

    /**
     * An event of the row's stream.
     *
     * @param event of a type of the feed
     * @param row the row's id
     * @param revision the stream's
     */
    record Fact(Envelope<?> event, String row, long revision) {}

    /**
     * What a live event is to the projection; nothing if it is of another type or stream.
     *
     * @throws IllegalArgumentException if it is of a type of the feed and no fact of a stream, or nobody decoded it
     */
    Optional<Fact> live(Envelope<?> event) {
        Class<?> data = types.get(event.type());
        if (data == null) {
            return Optional.empty();
        }
        if (!(event.pattern() instanceof Pattern.Sourced fact)) {
            throw new IllegalArgumentException("A projection's rows belong to streams; " + event.id() + " of type "
                    + event.type() + " is " + event.pattern());
        }
        if (!data.isInstance(event.data())) {
            throw new IllegalArgumentException(event.id() + " of type " + event.type() + " has a "
                    + event.data().getClass().getName() + " and not the " + data.getName()
                    + " that the projection takes: read it with a codec that knows the type");
        }
        return streams.test(fact.stream())
                ? Optional.of(new Fact(event, fact.stream().value(), fact.revision()))
                : Optional.empty();
    }

    /**
     * The same of an event of a history. What live delivery parks, since it is no fact, was not applied either.
     *
     * @throws IllegalArgumentException if nobody decoded it, or nobody can bring it to the version that is taken
     */
    Optional<Fact> past(Envelope<?> event) {
        if (!(event.pattern() instanceof Pattern.Sourced)) {
            return Optional.empty();
        }
        boolean otherVersion = !types.containsKey(event.type())
                && types.keySet().stream()
                        .anyMatch(type -> type.name().equals(event.type().name()));
        if (otherVersion) {
            throw new IllegalArgumentException("The history has " + event.id() + " as " + event.type()
                    + ", a version that the projection does not take: live delivery would have parked it."
                    + " Give the codec an upcaster, then go on");
        }
        return live(event);
    }

    /** {@return who is to be forgotten, if that is what the event says and the projection listens} */
    Optional<String> forgotten(Envelope<?> event) {
        return forgets && event.data() instanceof SubjectForgotten told
                ? Optional.of(told.subject())
                : Optional.empty();
    }
}
