package io.triskel.testkit;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.Decider;
import io.triskel.event.EventType;
import io.triskel.projection.Projection;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.util.List;

/** What {@link RequestBudgetContract} counts the cost of. */
final class BudgetApplication {
    static final Decider<String, Integer, Changed> DECIDER = Decider.of(
            0, (command, count) -> List.of(new Changed(command, 1)), (count, event) -> count + event.amount());

    private BudgetApplication() {}

    /** A noted thing has changed. */
    record Changed(String to, int amount) {}

    /** A step of a process is to be done. */
    record Do(String id) {}

    /** The first step of a process is done. */
    record First(String id) {}

    /** The last step of a process is done. */
    record Last(String id) {}

    /** A process begins. */
    record Begun(String id) {}

    /** The rows of the view. */
    record Row(String state, int amount) {}

    static TypeRegistry types() {
        return TypeRegistry.builder()
                .add(EventType.of("budget.changed", 1), Changed.class)
                .add(EventType.of("budget.do", 1), Do.class)
                .add(EventType.of("budget.first", 1), First.class)
                .add(EventType.of("budget.last", 1), Last.class)
                .add(EventType.of("budget.begun", 1), Begun.class)
                .build();
    }

    static Saga<?> saga() {
        return Steps.named("budget", Begun.class)
                .startedBy(Begun.class, Begun::id, begun -> begun)
                .identifiedBy(First.class, First::id)
                .identifiedBy(Last.class, Last::id)
                .step("first")
                .command("budget", begun -> new Do(begun.id()))
                .done(First.class)
                .nothingToUndo()
                .step("last")
                .command("budget", begun -> new Do(begun.id()))
                .done(Last.class)
                .nothingToUndo()
                .build();
    }

    static Projection<Row> projection() {
        return Projection.of(
                        "budget",
                        Row.class,
                        Changed.class,
                        new Row("", 0),
                        (row, event) -> new Row(event.to(), event.amount()))
                .indexedBy("state", Row::state)
                .totalling("all", "amount", Row::amount);
    }
}
