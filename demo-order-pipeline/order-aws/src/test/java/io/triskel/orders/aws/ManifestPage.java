package io.triskel.orders.aws;

import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;

/** What {@code docs/manifest.md} shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ManifestPage {
    private ManifestPage() {}

    static void read(String json) {
        Manifest<AwsParts> manifest = AwsManifest.read(json).onLaptop().with("region", "eu-west-1");
        AwsParts.Lambda http =
                manifest.each(parts -> parts.functions(FunctionRole.HTTP)).get(0);
    }
}
