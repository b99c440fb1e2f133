package io.triskel.orders.payment;

import io.triskel.decide.Decider;
import io.triskel.orders.payment.Payment.Status;
import io.triskel.orders.payment.PaymentCommand.Charge;
import io.triskel.orders.payment.PaymentCommand.Collect;
import io.triskel.orders.payment.PaymentCommand.Expect;
import io.triskel.orders.payment.PaymentCommand.Refund;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentExpected;
import io.triskel.orders.payment.PaymentEvent.PaymentRefunded;
import io.triskel.orders.payment.PaymentEvent.PaymentRequested;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.orders.payment.PaymentEvent.PaymentWanted;
import java.util.List;
import java.util.Optional;

/**
 * Takes money at most once per order, and keeps none of an order that was compensated: a charge after the compensation is
 * refused, and a provider's late "charged" is answered with an immediate refund.
 */
public final class PaymentDecider implements Decider<PaymentCommand, Payment, PaymentEvent> {
    private final PaymentProvider provider;

    public PaymentDecider(PaymentProvider provider) {
        this.provider = provider;
    }

    @Override
    public Payment initial() {
        return Payment.open();
    }

    @Override
    public List<PaymentEvent> decide(PaymentCommand command, Payment payment) {
        return command.fold(
                charge -> charge(charge, payment),
                expect -> expect(expect, payment),
                collect -> collect(collect, payment),
                refund -> refund(refund, payment),
                giveUp -> payment.status() == Status.REQUESTED
                        ? List.of(new PaymentVoided(giveUp.order(), "charge was not answered in time"))
                        : List.of(),
                answered -> answered(answered, payment));
    }

    private List<PaymentEvent> charge(Charge charge, Payment payment) {
        return switch (payment.status()) {
            case OPEN -> List.of(ask(charge.order(), charge.due()));
            case REFUNDED, VOIDED -> List.of(new PaymentDeclined(charge.order(), "compensated before it was charged"));
            case REQUESTED, CHARGED, DECLINED -> List.of();
        };
    }

    private List<PaymentEvent> expect(Expect expect, Payment payment) {
        if (payment.status() != Status.OPEN || payment.due().isPresent()) {
            return List.of();
        }
        PaymentEvent expected = new PaymentExpected(expect.order(), expect.due());
        return payment.wanted() ? List.of(expected, ask(expect.order(), expect.due())) : List.of(expected);
    }

    private List<PaymentEvent> collect(Collect collect, Payment payment) {
        return switch (payment.status()) {
            case OPEN ->
                payment.due()
                        .map(due -> List.of(ask(collect.order(), due)))
                        .orElseGet(() -> payment.wanted() ? List.of() : List.of(new PaymentWanted(collect.order())));
            case REFUNDED, VOIDED -> List.of(new PaymentDeclined(collect.order(), "compensated before it was charged"));
            case REQUESTED, CHARGED, DECLINED -> List.of();
        };
    }

    private List<PaymentEvent> refund(Refund refund, Payment payment) {
        // A repeated compensation is answered again, because its sender waits for a reply.
        return switch (payment.status()) {
            case CHARGED -> List.of(new PaymentRefunded(refund.order(), payment.taken()));
            case OPEN, REQUESTED, DECLINED -> List.of(new PaymentVoided(refund.order(), refund.reason()));
            case REFUNDED -> List.of(new PaymentRefunded(refund.order(), 0));
            case VOIDED -> List.of(new PaymentVoided(refund.order(), refund.reason()));
        };
    }

    private static List<PaymentEvent> answered(PaymentCommand.Answered answered, Payment payment) {
        String order = answered.order();
        return switch (payment.status()) {
            case REQUESTED ->
                List.of(
                        answered.charged()
                                ? new PaymentCharged(order, payment.asked())
                                : new PaymentDeclined(order, "declined by the provider, late"));
            case VOIDED ->
                answered.charged()
                        ? List.of(
                                new PaymentCharged(order, payment.asked()), new PaymentRefunded(order, payment.asked()))
                        : List.of();
            case OPEN, CHARGED, DECLINED, REFUNDED -> List.of();
        };
    }

    private PaymentEvent ask(String order, Due due) {
        return switch (provider.charge(order, due)) {
            case CHARGED -> new PaymentCharged(order, due.cents());
            case DECLINED -> new PaymentDeclined(order, "above the limit of the card");
            case NONE -> new PaymentRequested(order, due);
        };
    }

    @Override
    public Payment evolve(Payment payment, PaymentEvent event) {
        return event.fold(
                expected -> new Payment(payment.status(), Optional.of(expected.due()), payment.wanted(), 0),
                wanted -> new Payment(payment.status(), payment.due(), true, 0),
                requested -> new Payment(Status.REQUESTED, Optional.of(requested.due()), true, 0),
                charged -> payment.charged(charged.cents()),
                declined -> ended(payment) ? payment : payment.now(Status.DECLINED),
                refunded -> payment.now(Status.REFUNDED),
                voided -> payment.now(Status.VOIDED));
    }

    private static boolean ended(Payment payment) {
        return payment.status() == Status.REFUNDED || payment.status() == Status.VOIDED;
    }
}
