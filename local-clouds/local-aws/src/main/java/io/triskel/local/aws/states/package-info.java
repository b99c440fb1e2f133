/**
 * Step Functions, as far as the definitions that {@code eda-engines} writes need it: the rules are those of the Amazon States
 * Language (states-language.net/spec.html) and of the service's developer guide, and each is named where it is kept.
 *
 * <p>A run tells it the time, so that a payment's quarter of an hour passes once everything is quiet, on machines of any speed. moto's
 * interpreter has real time only, cannot start a second execution while one is under way, and calls functions of its own account. So
 * moto is the judge instead: a test runs the same definition in it, and compares every order and payment with the saga's.
 *
 * <p>Whatever else a definition has is refused when the state machine is created, and never passed over. Start reading at
 * {@link io.triskel.local.aws.states.StatesServer}.
 */
@NullMarked
package io.triskel.local.aws.states;

import org.jspecify.annotations.NullMarked;
