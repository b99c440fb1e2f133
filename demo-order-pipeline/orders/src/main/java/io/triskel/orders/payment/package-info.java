/**
 * Payment, a participant: an event-sourced decider per order that charges, and refunds or voids as compensation.
 *
 * <p>It knows no other service: who sends its commands, a saga or a reaction to events, is not its business. A compensation
 * that comes before the charge is accepted, and the charge is refused afterwards. Start at
 * {@link io.triskel.orders.payment.PaymentDecider}.
 */
@NullMarked
package io.triskel.orders.payment;

import org.jspecify.annotations.NullMarked;
