/**
 * The shared parts of the Azure adapter: settings from the environment, clients, the platform, and the mapping of
 * Azure's errors.
 *
 * <p>The packages below use this one; it uses none of them but the stores' policy in the HTTP pipeline of their client.
 * Start reading at {@link io.triskel.azure.AzureSettings}.
 */
@NullMarked
package io.triskel.azure;

import org.jspecify.annotations.NullMarked;
