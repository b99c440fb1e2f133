/**
 * The parts that the whole Azure adapter shares: settings from the environment, clients, and Azure's errors in the core's words.
 *
 * <p>The packages below it use it; it uses none of them, except for the stores' policy in the HTTP pipeline of their client. No
 * hub, table or function is named here. Start reading at {@link io.triskel.azure.AzureSettings}.
 */
@NullMarked
package io.triskel.azure;

import org.jspecify.annotations.NullMarked;
