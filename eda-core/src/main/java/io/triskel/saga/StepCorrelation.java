package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the instance of an event in a saga of {@link Steps}, and the command that it answers. Starts and call-offs name
 * their instance. A reply belongs to the instance in its address, or to another saga if the address says so. A reply
 * without an address may name one of the instance's commands as its causation, like replies to commands of earlier builds.
 * Any other event counts only if the saga declares that it accepts that type unasked.
 *
 * @param saga the saga's name
 * @param ids how events of these types name their instance
 * @param facts the types of starts and call-offs
 * @param byCorrelation types of unasked replies that name their instance by their correlation id
 * @param replies the types of all replies
 */
record StepCorrelation(
        String saga,
        Map<Class<?>, Function<Object, String>> ids,
        Set<Class<?>> facts,
        Set<Class<?>> byCorrelation,
        Set<Class<?>> replies) {

    /**
     * The command that a reply claims to answer.
     *
     * @param ref the instance that sent it
     * @param round the instance's round; empty if the reply does not name it
     * @param command the id of the command
     */
    record Asked(SagaRef ref, OptionalInt round, String command) {}

    Optional<String> instance(Envelope<?> event) {
        Object data = event.data();
        if (isAny(facts, data)) {
            return named(data);
        }
        if (!isAny(replies, data)) {
            return Optional.empty();
        }
        Optional<ReplyAddress> address = ReplyAddress.of(event);
        return address.isPresent()
                ? address.filter(this::isOurs).map(ReplyAddress::instance)
                : named(data)
                        .or(() -> isAny(byCorrelation, data)
                                        || event.metadata().causation().isPresent()
                                ? event.metadata().correlation().map(DerivedId::writable)
                                : Optional.empty());
    }

    private Optional<String> named(Object data) {
        Function<Object, String> id = ids.get(data.getClass());
        if (id != null) {
            return Optional.of(id.apply(data));
        }
        return ids.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(data))
                .findFirst()
                .map(entry -> entry.getValue().apply(data));
    }

    /** {@return the command that the event claims to answer; only the instance knows whether it was sent} */
    Optional<Asked> asked(Envelope<?> event) {
        Optional<ReplyAddress> address = ReplyAddress.of(event);
        if (address.isPresent()) {
            return address.filter(this::isOurs)
                    .map(ours -> new Asked(
                            new SagaRef(saga, ours.instance()), OptionalInt.of(ours.round()), ours.command()));
        }
        return event.metadata()
                .causation()
                .flatMap(cause -> instance(event)
                        .map(instance -> new Asked(new SagaRef(saga, instance), OptionalInt.empty(), cause)));
    }

    /** {@return whether the event counts without answering a command} */
    boolean takesUnasked(Envelope<?> event) {
        boolean declared = isAny(ids.keySet(), event.data()) || isAny(byCorrelation, event.data());
        return declared
                && ReplyAddress.of(event).filter(address -> !isOurs(address)).isEmpty();
    }

    private boolean isOurs(ReplyAddress address) {
        return address.saga().equals(saga);
    }

    private static boolean isAny(Set<Class<?>> types, Object data) {
        if (types.contains(data.getClass())) {
            return true;
        }
        for (Class<?> type : types) {
            if (type.isInstance(data)) {
                return true;
            }
        }
        return false;
    }
}
