package io.triskel.hosting.manifest;

import java.util.List;

/**
 * Roles of an identity on one resource.
 *
 * @param roles sorted
 */
public record RoleGrant(
        String resource, @Described(atLeast = 1) List<String> roles) {}
