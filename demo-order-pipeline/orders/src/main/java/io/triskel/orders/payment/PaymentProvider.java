package io.triskel.orders.payment;

/** The company that moves the money. It recognises a repeated order id, so asking twice charges once. */
@FunctionalInterface
public interface PaymentProvider {
    /** The provider's answer within the call. */
    enum Answer {
        /** The money was taken. */
        CHARGED,
        /** The money was refused. */
        DECLINED,
        /** The provider did not answer; it is unknown whether the money was taken. */
        NONE
    }

    /** {@return the provider's answer for this order} */
    Answer charge(String order, Due due);

    /** {@return a provider whose answer depends on the card and the amount alone} */
    static PaymentProvider simulated() {
        return (order, due) -> {
            if (!due.card().answers()) {
                return Answer.NONE;
            }
            return due.cents() > due.card().limitCents() ? Answer.DECLINED : Answer.CHARGED;
        };
    }
}
