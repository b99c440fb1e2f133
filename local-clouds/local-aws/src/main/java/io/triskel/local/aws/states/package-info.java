/**
 * Step Functions, as far as the definitions that {@code eda-engines} writes need it: the rules are those of the Amazon States
 * Language (states-language.net/spec.html) and of the service's developer guide, and each is named where it is kept.
 *
 * <p>Whatever else a definition has is refused when the state machine is created, and never passed over. Start reading at
 * {@link io.triskel.local.aws.states.StatesServer}.
 */
@NullMarked
package io.triskel.local.aws.states;

import org.jspecify.annotations.NullMarked;
