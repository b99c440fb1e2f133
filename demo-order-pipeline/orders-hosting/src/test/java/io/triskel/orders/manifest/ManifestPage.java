package io.triskel.orders.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.function.FunctionRole;

/** What {@code docs/manifest.md} shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ManifestPage {
    private ManifestPage() {}

    static void read(String json) {
        Manifest manifest = Manifest.read(json, "aws").onLaptop().with("region", "eu-west-1");
        JsonNode http = manifest.functions(FunctionRole.HTTP).get(0);
    }
}
