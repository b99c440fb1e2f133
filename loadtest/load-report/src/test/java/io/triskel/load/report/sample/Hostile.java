package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run whose texts all try to become markup, a formula or another column. */
public final class Hostile {
    public static final String TEXT = "</script></style><img src=x onerror=alert(1)>'\"|`=*";

    private Hostile() {}

    /** Writes it. */
    public static Path writeTo(Path folder) throws IOException {
        SampleResult result =
                new SampleRun(Map.of("aws", "cloud"), 1, 1, 24).results().get(0);
        ObjectNode json = result.json();
        json.put("target", "=" + TEXT).put("stack", TEXT).put("command", TEXT);
        ((ObjectNode) json.path("workload")).put("name", TEXT).put(TEXT, TEXT);
        ((ObjectNode) json.path("units")).put(TEXT, 1);
        ((ObjectNode) json.path("environment")).put(TEXT, TEXT);
        ((ObjectNode) json.at("/verdict/checks/0"))
                .put("name", TEXT)
                .put("unit", TEXT)
                .put("ok", false);
        ((ObjectNode) json.path("verdict")).put("valid", false);
        ((ObjectNode) json.at("/verdict/objectives/0")).put("name", TEXT).put("met", false);
        ((ObjectNode) json.at("/phases/1")).put("kind", TEXT);
        ((ObjectNode) json.at("/stages/1")).put("name", TEXT + "-to-" + TEXT);
        ((ObjectNode) json.path("capacity")).put("unit", TEXT).put("reason", TEXT);
        json.putArray("errors").addObject().put("cause", TEXT).put("code", TEXT).put("count", 1);
        SampleRun.write(folder, result, json);
        ObjectNode evaluation = json.objectNode()
                .put("schema", 2)
                .put("language", TEXT)
                .put("profile", TEXT)
                .put("region", TEXT);
        evaluation.putObject("verdict").put("text", TEXT).putArray("reasons").add(TEXT);
        ObjectNode criterion = evaluation
                .putArray("criteria")
                .addObject()
                .put("name", TEXT)
                .put("basis", TEXT)
                .put("weight", 1);
        for (String cloud : List.of("aws", "azure", "gcp")) {
            criterion
                    .withObject("scores")
                    .putObject(cloud)
                    .put("low", 1)
                    .put("likely", 2)
                    .put("high", 3);
        }
        criterion
                .putObject("firstPlaceChanges")
                .put("threshold", 1)
                .put("direction", TEXT)
                .put("ahead", TEXT);
        Files.writeString(folder.resolve("evaluation.json"), evaluation.toString());
        Files.createDirectories(folder.resolve("gcp"));
        Files.writeString(
                folder.resolve("gcp/failed.json"),
                json.objectNode()
                        .put("schema", 1)
                        .put("target", TEXT)
                        .put("failed", TEXT)
                        .toString());
        return folder;
    }
}
