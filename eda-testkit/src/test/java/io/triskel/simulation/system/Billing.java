package io.triskel.simulation.system;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.List;

/** An instance for each customer, which each order starts again: every order is billed in a round of its own, none twice. */
final class Billing {
    static final String NAME = "billing";
    static final EventType BILL = EventType.of("bill.write", 1);
    static final EventType CANCEL = EventType.of("bill.cancel", 1);

    static final List<Class<?>> REPLIES = List.of(Billed.class, NotBilled.class, BillCancelled.class);

    private Billing() {}

    record Bill(String customer, String order) {}

    record Billed(String customer) {}

    record NotBilled(String customer) {}

    record CancelBill(String customer, String order) {}

    record BillCancelled(String customer) {}

    record Account(String customer, String order) {}

    static TypeRegistry.Builder types(TypeRegistry.Builder types) {
        return types.add(BILL, Bill.class)
                .add(EventType.of("bill.written", 1), Billed.class)
                .add(EventType.of("bill.refused", 1), NotBilled.class)
                .add(CANCEL, CancelBill.class)
                .add(EventType.of("bill.cancelled", 1), BillCancelled.class);
    }

    static Saga<Progress<Account>> saga(Flaw flaw) {
        return flaw.in(Steps.named(NAME, Account.class)
                        .startedBy(
                                Orders.Placed.class,
                                placed -> placed.name().subject(),
                                placed -> new Account(placed.name().subject(), placed.order()))
                        .step("bill")
                        .command("participants", account -> new Bill(account.customer(), account.order()))
                        .done(Billed.class)
                        .failed(NotBilled.class)
                        .within(Duration.ofMinutes(3))
                        .undo("participants", account -> new CancelBill(account.customer(), account.order()))
                        .undone(BillCancelled.class)
                        .undoWithin(Duration.ofMinutes(3), 0)
                        .secondStart(flaw.secondStarts()))
                .build();
    }
}
