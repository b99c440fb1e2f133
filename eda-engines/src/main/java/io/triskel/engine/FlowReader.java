package io.triskel.engine;

import io.triskel.codec.TypeRegistry;
import io.triskel.engine.Flow.Backward;
import io.triskel.engine.Flow.Forward;
import io.triskel.engine.Flow.Question;
import io.triskel.engine.Flow.Send;
import io.triskel.engine.Flow.Turn;
import io.triskel.event.EventType;
import io.triskel.saga.Steps;
import io.triskel.saga.StepsDescription;
import io.triskel.saga.StepsDescription.Command;
import io.triskel.saga.StepsDescription.Part;
import io.triskel.saga.StepsDescription.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Converts the description of a process into states, by the rules of the core's sagas, or reports why it cannot. */
final class FlowReader {
    /** All engines allow these characters in names, except the space, which each writes in its own way. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9 _-]*");

    /** Step Functions and Workflows end an execution after a year. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final StepsDescription process;
    private final TypeRegistry types;
    private final Set<String> reasons = new LinkedHashSet<>();

    FlowReader(StepsDescription process, TypeRegistry types) {
        this.process = process;
        this.types = types;
    }

    Flow read() {
        requireName("the process's name", process.name());
        process.steps().forEach(step -> requireName("a step's name", step.name()));
        List<Forward> forwards = new ArrayList<>();
        for (int i = 0; i < process.steps().size(); i++) {
            forwards.add(forward(i));
        }
        int from = firstUndone(forwards);
        List<Backward> backwards = new ArrayList<>();
        for (int i = from; i >= 0; i--) {
            Part step = process.steps().get(i);
            if (step.undo().isPresent()) {
                backwards.add(backward(i, step, step.undo().get()));
            }
        }
        boolean mayCompensate = turns(forwards).anyMatch(turn -> turn.next().isPresent());
        Flow flow = new Flow(
                process.name(),
                List.copyOf(forwards),
                List.copyOf(backwards),
                process.completed().map(told -> send(Steps.COMPLETED, "whenCompleted", told)),
                process.compensated()
                        .filter(told -> mayCompensate)
                        .map(told -> send(Steps.COMPENSATED, "whenCompensated", told)),
                mayCompensate);
        requireDifferentStates(flow);
        if (!reasons.isEmpty()) {
            throw new NotExportableException(process.name(), List.copyOf(reasons));
        }
        return flow;
    }

    private static Stream<Turn> turns(List<Forward> forwards) {
        return forwards.stream()
                .flatMap(forward -> Stream.concat(forward.turns().stream(), forward.unanswered().stream()));
    }

    /** The highest step that any transition leads to, or -1. */
    private int firstUndone(List<Forward> forwards) {
        Set<String> entered = new HashSet<>();
        turns(forwards).forEach(turn -> turn.next().ifPresent(entered::add));
        for (int i = process.steps().size() - 1; i >= 0; i--) {
            if (entered.contains(process.steps().get(i).undoing())) {
                return i;
            }
        }
        return -1;
    }

    private Forward forward(int index) {
        Part step = process.steps().get(index);
        boolean last = index == process.steps().size() - 1;
        return new Forward(
                step.name(),
                question(
                        step.doing(),
                        "command",
                        "step '" + step.name() + "'",
                        step.action(),
                        step.within(),
                        step.retries()),
                wire(step.done()),
                turns(index, step),
                canBeUndone(index + 1)
                        ? Optional.of(new Turn(
                                step.name() + " unanswered",
                                Optional.empty(),
                                step.name() + " was not answered in time",
                                Optional.of(undoFrom(index))))
                        : Optional.empty(),
                last
                        ? Flow.ending(Steps.COMPLETED, process.completed().isPresent())
                        : process.steps().get(index + 1).name());
    }

    private List<Turn> turns(int index, Part step) {
        boolean back = canBeUndone(index);
        List<Turn> turns = new ArrayList<>();
        List<EventType> refusals = typesBelow(step.failed());
        for (int i = 0; i < refusals.size(); i++) {
            String why = step.name() + " failed: " + simpleName(refusals.get(i));
            turns.add(new Turn(
                    numbered(step.name() + " refused", i, refusals.size()),
                    Optional.of(refusals.get(i).wire()),
                    back ? why : why + ", and what is done cannot be undone",
                    back ? Optional.of(undoFrom(index - 1)) : Optional.empty()));
        }
        List<EventType> callOffs = back ? typesBelow(process.callOffs()) : List.of();
        for (int i = 0; i < callOffs.size(); i++) {
            turns.add(new Turn(
                    numbered(step.name() + " called off", i, callOffs.size()),
                    Optional.of(callOffs.get(i).wire()),
                    "called off by " + simpleName(callOffs.get(i)),
                    Optional.of(undoFrom(index))));
        }
        return List.copyOf(turns);
    }

    private static String numbered(String state, int index, int of) {
        return of == 1 ? state : state + " " + (index + 1);
    }

    /** Whether the first steps can all be undone, or have nothing to undo. */
    private boolean canBeUndone(int steps) {
        return process.steps().subList(0, steps).stream().noneMatch(Part::isPointOfNoReturn);
    }

    /** The state that undoes the last of the steps up to this one that has something to undo. */
    private String undoFrom(int index) {
        for (int i = index; i >= 0; i--) {
            if (process.steps().get(i).undo().isPresent()) {
                return process.steps().get(i).undoing();
            }
        }
        return Flow.ending(Steps.COMPENSATED, process.compensated().isPresent());
    }

    private Backward backward(int index, Part step, Undo undo) {
        List<Turn> stuck = new ArrayList<>();
        List<EventType> impossible = typesBelow(undo.notUndone());
        for (int i = 0; i < impossible.size(); i++) {
            stuck.add(new Turn(
                    numbered(step.undoing() + " failed", i, impossible.size()),
                    Optional.of(impossible.get(i).wire()),
                    "undoing " + step.name() + " failed: " + simpleName(impossible.get(i)),
                    Optional.empty()));
        }
        return new Backward(
                step.undoing(),
                question(
                        step.undoing(),
                        "undo",
                        "the undoing of step '" + step.name() + "'",
                        undo.action(),
                        undo.within(),
                        undo.retries()),
                !undo.undone().isEmpty(),
                Stream.concat(wire(undo.undone()).stream(), wire(step.failed()).stream())
                        .toList(),
                stuck,
                undoFrom(index - 1));
    }

    private Question question(String ask, String method, String what, Command command, Duration within, int retries) {
        if (!within.equals(Duration.ofSeconds(within.toSeconds()))) {
            reasons.add(what + " waits " + within + ", and engines count whole seconds");
        }
        if (within.compareTo(LONGEST) > 0) {
            reasons.add(what + " waits " + within.toDays() + " days, and engines end an execution after 365");
        }
        return new Question(send(ask, method, command), within.toSeconds(), retries);
    }

    private Send send(String ask, String method, Command command) {
        Optional<Class<?>> type = command.type();
        if (type.isEmpty()) {
            reasons.add("the type of '" + ask + "' is not known: name it, as in " + method + "(\"" + command.target()
                    + "\", MyCommand.class, ..)");
        }
        return new Send(ask, command.target(), type.map(this::wire).orElse(""));
    }

    private String wire(Class<?> type) {
        Optional<EventType> known = types.typeOf(type);
        if (known.isEmpty()) {
            reasons.add(type.getSimpleName() + " has no wire name: register it in the TypeRegistry");
        }
        return known.map(EventType::wire).orElse("");
    }

    private List<String> wire(List<Class<?>> replies) {
        return typesBelow(replies).stream().map(EventType::wire).toList();
    }

    /** A saga may name a type above its replies. */
    private List<EventType> typesBelow(List<Class<?>> replies) {
        List<EventType> below = new ArrayList<>();
        for (Class<?> reply : replies) {
            try {
                below.addAll(types.requireTypesBelow(reply, "Process " + process.name()));
            } catch (IllegalArgumentException unknown) {
                reasons.add(String.valueOf(unknown.getMessage()));
            }
        }
        return below;
    }

    private String simpleName(EventType reply) {
        return types.dataTypeOf(reply).map(Class::getSimpleName).orElse(reply.name());
    }

    private void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            reasons.add(
                    what + " has letters, digits, spaces, - and _, and begins with a letter, '" + name + "' does not");
        }
    }

    /** As some engines write them: in lower case, with _ for other characters than letters. */
    private void requireDifferentStates(Flow flow) {
        Set<String> seen = new HashSet<>(Set.of("begin", "not_understood"));
        Stream.of(
                        flow.forwards().stream().flatMap(each -> Stream.of(each.state(), each.state() + " answered")),
                        turns(flow.forwards()).map(Turn::state),
                        flow.backwards().stream().flatMap(each -> Stream.of(each.state(), each.state() + " answered")),
                        flow.backwards().stream()
                                .flatMap(each -> each.stuck().stream().map(Turn::state)),
                        Stream.of(
                                Steps.COMPLETED,
                                Steps.COMPENSATED,
                                Flow.telling(Steps.COMPLETED),
                                Flow.telling(Steps.COMPENSATED)))
                .flatMap(states -> states)
                .filter(state -> !seen.add(state.replaceAll("[ -]", "_").toLowerCase(Locale.ROOT)))
                .forEach(state -> reasons.add("two states would be called '" + state + "': rename a step"));
    }
}
