/**
 * Describes the messages on an application's bus as an AsyncAPI 3.0 document: schemas of data and envelopes, patterns,
 * ordering keys, senders and receivers.
 *
 * <p>The schemas are the codec's ({@link io.triskel.codec.SchemaWriter}). Start at {@link io.triskel.asyncapi.AsyncApi}.
 */
@NullMarked
package io.triskel.asyncapi;

import org.jspecify.annotations.NullMarked;
