/**
 * The messages on an application's bus, as an AsyncAPI 3.0 document for people and tools: messages with the schemas of their
 * data and envelopes, patterns, ordering keys, and who sends and receives them.
 *
 * <p>The schemas are the codec's ({@link io.triskel.codec.SchemaWriter}); nothing here knows how a value is written, and no cloud may
 * enter. Start at {@link io.triskel.asyncapi.AsyncApi}.
 */
@NullMarked
package io.triskel.asyncapi;

import org.jspecify.annotations.NullMarked;
