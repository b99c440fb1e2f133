package io.triskel.local.proxy;

/**
 * One kind of request, as a count knows it.
 *
 * @param caller the access key or account that signed the request; empty if nobody did
 * @param operation the service's own name of it, such as {@code PutItem}
 * @param resource what it works on, such as a table; several are joined by {@code +}, and none is empty
 */
public record Call(String caller, String operation, String resource) {}
