package io.triskel.local.gcp.iam;

import io.triskel.local.access.Grants;

/** The bindings of service accounts, with their uses and refusals. Safe for threads. */
public final class Policies extends Grants<Binding, Permission> {
    /** No account has a role, and each is refused what its roles do not allow. */
    public Policies() {
        super(true);
    }
}
