package io.triskel.local.gcp.iam;

import io.triskel.local.access.Grants;

/** The bindings of service accounts, with their uses and denials. Thread-safe. */
public final class Policies extends Grants<Binding, Permission> {
    /** Starts without roles; permissions are enforced. */
    public Policies() {
        super(true);
    }
}
