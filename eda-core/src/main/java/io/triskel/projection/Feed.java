package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The events that feed a projection, in live delivery and in rebuilds.
 *
 * @param types the types and the classes of their data, without {@link SubjectForgotten}
 * @param streams accepts the streams with rows
 * @param forgets whether {@link SubjectForgotten} is included
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
    record Fact(Envelope<?> event, String row, long revision) {
        /** {@return a failure on this event that names it, since no delivery does while a history is read} */
        RuntimeException failedOn(Projection<?> projection, RuntimeException failure) {
            return failure instanceof PortException
                    ? failure
                    : new IllegalArgumentException(
                            "Projection '" + projection.name() + "' fails on event " + event.id() + ", revision "
                                    + revision + " of its stream. Correct the projection, then resume the rebuild: "
                                    + failure,
                            failure);
        }
    }

    /**
     * A live event as a fact of the projection; empty if the event has another type or stream.
     *
     * @throws IllegalArgumentException if an event of the feed's types belongs to no stream, or its data is not decoded
     */
    Optional<Fact> live(Envelope<?> event) {
        Class<?> data = types.get(event.type());
        if (data == null) {
            return Optional.empty();
        }
        if (!(event.pattern() instanceof EventKind.Sourced fact)) {
            throw new IllegalArgumentException("A projection needs events of streams; " + event.id() + " of type "
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

    /** Live events as facts of the projection, by row, each row's in their order. */
    Map<String, List<Fact>> byRow(List<? extends Envelope<?>> events) {
        Map<String, List<Fact>> byRow = new LinkedHashMap<>();
        for (Envelope<?> event : events) {
            live(event)
                    .ifPresent(fact -> byRow.computeIfAbsent(fact.row(), row -> new ArrayList<>())
                            .add(fact));
        }
        return byRow;
    }

    /**
     * An event of a history as a fact of the projection; also empty for an event without a stream, which live delivery
     * parks.
     *
     * @throws IllegalArgumentException if the event's data is not decoded, or no upcaster leads to the projection's version
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
                    + ", a version that the projection does not take: live delivery would have parked it. Add an "
                    + "upcaster to the codec, then resume");
        }
        return live(event);
    }

    /** {@return the subject to forget, if the event is a {@link SubjectForgotten} and the feed has that type} */
    Optional<String> forgotten(Envelope<?> event) {
        return forgets && event.data() instanceof SubjectForgotten told
                ? Optional.of(told.subject())
                : Optional.empty();
    }
}
