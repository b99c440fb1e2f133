/**
 * Azure Durable Functions as the workflow engine of a process; needs {@code eda-engines} and {@code
 * com.microsoft:durabletask-azure-functions} on the class path.
 */
@NullMarked
package io.triskel.azure.durable;

import org.jspecify.annotations.NullMarked;
