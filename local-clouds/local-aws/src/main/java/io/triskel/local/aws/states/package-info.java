/**
 * A Step Functions emulator for the definitions that {@code eda-engines} writes. Its rules are those of the Amazon
 * States Language (states-language.net/spec.html) and of the service's developer guide; the code names the source of
 * each.
 *
 * <p>A run sets its time, so that a payment's quarter of an hour passes once everything is quiet, on machines of any
 * speed. moto's interpreter has only real time, cannot start a second execution while one is running, and calls
 * functions of its own account. So moto is the reference instead: a test runs the same definition in it, and compares
 * every order and payment with the saga's.
 *
 * <p>Anything else in a definition is rejected when the state machine is created, never ignored. Start reading at
 * {@link io.triskel.local.aws.states.StatesServer}.
 */
@NullMarked
package io.triskel.local.aws.states;

import org.jspecify.annotations.NullMarked;
