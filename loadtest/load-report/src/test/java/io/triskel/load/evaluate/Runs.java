package io.triskel.load.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** An invented run of two repeats, in which AWS is far ahead of Azure and Azure of Google. */
record Runs(String workload, String evidence, int repeats, boolean valid) {
    private static final Map<String, Integer> SLOWNESS = Map.of("aws", 1, "azure", 4, "gcp", 16);

    static Runs of(String workload, String evidence) {
        return new Runs(workload, evidence, 2, true);
    }

    /** Writes the runs that both shipped profiles score from, and names their folders. */
    static List<String> campaign(String profile, Path folder) throws IOException {
        List<String> folders = new ArrayList<>();
        for (String workload : List.of(profile, "capacity", "backlog")) {
            folders.add(of(workload, "cloud").writeTo(folder.resolve(workload)).toString());
        }
        return folders;
    }

    Path writeTo(Path folder) throws IOException {
        for (Map.Entry<String, Integer> target : SLOWNESS.entrySet()) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                Path file = folder.resolve(target.getKey()).resolve("r" + repeat + "-w0.json");
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file, result(target.getKey(), target.getValue(), repeat).toString());
            }
        }
        return folder;
    }

    private ObjectNode result(String target, int slowness, int repeat) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.put("schema", 1).put("target", target).put("evidence", evidence).put("level", "bus");
        file.put("repeat", repeat).put("repeats", repeats);
        file.set(
                "workload",
                WorkloadFile.read(Path.of("../workloads/" + workload + ".yaml")).toJson());
        file.put("from", "2026-01-02T09:00:00Z").put("to", "2026-01-02T09:01:00Z");
        file.putObject("verdict").put("exit", valid ? 0 : 3).put("valid", valid);
        Histogram times = new Histogram(3_600_000_000L, 3);
        times.recordValueWithCount(100_000L * slowness + repeat * 100L, 1_000);
        ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
        int length = times.encodeIntoCompressedByteBuffer(buffer);
        String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        ObjectNode latency = file.putObject("latency");
        latency.putObject("corrected").put("histogram", histogram);
        latency.putObject("actual").put("histogram", histogram);
        file.putObject("correctness").put("sent", 1_000).put("accepted", 1_000).put("delivered", 1_000);
        file.putObject("backlog").put("atMost", 100).put("drainMs", 1_000 * slowness + repeat);
        file.putObject("capacity").put("passed", 80_000 / slowness).put("failed", 81_000 / slowness);
        return file;
    }
}
