package io.triskel.local.proxy;

/**
 * The kind of a request, for counting.
 *
 * @param caller the access key or account that signed the request; empty if it was unsigned
 * @param operation the service's own name for it, such as {@code PutItem}
 * @param resource what it works on, such as a table; several are joined by {@code +}; empty if there is none
 */
public record Call(String caller, String operation, String resource) {}
