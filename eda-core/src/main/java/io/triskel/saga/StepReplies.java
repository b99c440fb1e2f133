package io.triskel.saga;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The replies to a step's commands: each type of event has one meaning. */
final class StepReplies<D> {
    private final String step;
    private final Map<Class<?>, Reply<D>> byType = new LinkedHashMap<>();

    StepReplies(String step) {
        this.step = step;
    }

    enum Meaning {
        DONE,
        FAILED,
        UNDONE,
        NOT_UNDONE
    }

    /** A reply's meaning and how the saga keeps its data. */
    record Reply<D>(Meaning meaning, Optional<BiFunction<D, Object, D>> keep) {}

    void add(Class<?> type, Meaning meaning, Optional<BiFunction<D, Object, D>> keep) {
        if (byType.putIfAbsent(type, new Reply<>(meaning, keep)) != null) {
            throw new IllegalArgumentException(
                    "Step " + step + " gives " + type.getSimpleName() + " two meanings; a reply must have one");
        }
    }

    Map<Class<?>, Reply<D>> byType() {
        return byType;
    }

    boolean have(Meaning meaning) {
        return !with(meaning).isEmpty();
    }

    /** {@return the replies with this meaning, in declaration order} */
    List<Class<?>> with(Meaning meaning) {
        List<Class<?>> types = new ArrayList<>();
        byType.forEach((type, reply) -> {
            if (reply.meaning() == meaning) {
                types.add(type);
            }
        });
        return types;
    }
}
