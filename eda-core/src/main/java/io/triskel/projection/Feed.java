package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which events a projection is fed with, by live delivery and by a rebuild alike.
 *
 * @param types the types with the class of their data, without {@link SubjectForgotten}
 * @param streams accepts the streams that have rows
 * @param forgets whether {@link SubjectForgotten} is fed, too
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
     * @param revision the event's revision in its stream
     */
    record Fact(Envelope<?> event, String row, long revision) {}

    /**
     * The fact that a live event is to the projection; empty if the event is of another type or stream.
     *
     * @throws IllegalArgumentException if an event of the feed's types belongs to no stream, or nobody decoded its data
     */
    Optional<Fact> live(Envelope<?> event) {
        Class<?> data = types.get(event.type());
        if (data == null) {
            return Optional.empty();
        }
        if (!(event.pattern() instanceof EventKind.Sourced fact)) {
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
     * The fact that an event of a history is to the projection; empty also for an event without a stream, which live
     * delivery parks instead of applying it.
     *
     * @throws IllegalArgumentException if nobody decoded the event's data, or no upcaster brings it to the version that is
     *     fed
     */
    Optional<Fact> past(Envelope<?> event) {
        if (!(event.pattern() instanceof EventKind.Sourced)) {
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

    /** {@return the subject to be forgotten, if the event is a {@link SubjectForgotten} and the feed has that type} */
    Optional<String> forgotten(Envelope<?> event) {
        return forgets && event.data() instanceof SubjectForgotten told
                ? Optional.of(told.subject())
                : Optional.empty();
    }
}
