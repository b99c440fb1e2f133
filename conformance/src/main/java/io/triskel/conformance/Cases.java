package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The cases of {@code conformance/cases} that a setting can run. */
final class Cases {
    private static final Pattern LONG = Pattern.compile("\"x \\* (\\d+)\"");
    private static final Set<String> STORED = Set.of("settlement", "rows");

    private final Setting setting;
    private final List<Case> cases = new ArrayList<>();

    private Cases(Setting setting) {
        this.setting = setting;
    }

    /**
     * A case of one group.
     *
     * @param needs operations, formats and stores that a driver must offer, or the case is not for it
     */
    record Case(String group, String name, Set<String> needs, Run run) {}

    /** What a case does. */
    @FunctionalInterface
    interface Run {
        void on(Bench bench) throws Exception;
    }

    static List<Case> of(Setting setting) {
        Cases all = new Cases(setting);
        try (Stream<Path> files = Files.list(folder())) {
            files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(all::add);
        } catch (IOException e) {
            throw new IllegalStateException("conformance/cases must be there", e);
        }
        if (all.hasStore()) {
            all.cases.addAll(ExchangePlan.cases(setting));
        }
        return all.cases;
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("conformance/cases"))) {
            folder = Optional.ofNullable(folder.getParent())
                    .orElseThrow(() -> new IllegalStateException("Run this below the project's folder"));
        }
        return folder;
    }

    static Path folder() {
        return root().resolve("conformance/cases");
    }

    private void add(Path file) {
        JsonNode document = Json.read(file);
        String group = document.path("group").asText();
        for (JsonNode written : document.path("cases")) {
            switch (group) {
                case "wire", "refusals", "forgotten persons" -> wire(group, written);
                case "settlement" -> settlement(written);
                case "rows" -> rows(written);
                default -> steps(group, written);
            }
        }
    }

    /** Both directions in every format of the setting that the case is written in. */
    private void wire(String group, JsonNode written) {
        for (String platform : setting.platforms()) {
            boolean isMeant = !written.has("platforms")
                    || texts(written.path("platforms")).contains(platform);
            Optional<ObjectNode> message = isMeant ? Messages.of(platform, written) : Optional.empty();
            message.ifPresent(wire -> cases.add(new Case(
                    group,
                    written.path("name").asText() + "_" + platform,
                    written.path("read").asBoolean() || written.has("invalid")
                            ? Set.of("decode", platform)
                            : Set.of("encode", "decode", platform),
                    bench -> both(platform, wire, written, bench))));
        }
    }

    private static void both(String platform, ObjectNode message, JsonNode written, Bench bench) {
        ObjectNode decode = Json.object().put("op", "decode").put("platform", platform);
        decode.set("message", message);
        if (written.has("personal")) {
            decode.set("personal", written.get("personal"));
        }
        if (written.has("invalid")) {
            bench.expect(decode, Json.object().set("invalid", written.get("invalid")));
            return;
        }
        JsonNode event = written.get("event");
        if (!written.path("write").asBoolean()) {
            bench.expect(decode, Json.object().set("event", event));
        }
        if (!written.path("read").asBoolean()) {
            ObjectNode encode = Json.object().put("op", "encode").put("platform", platform);
            encode.set("event", event);
            bench.expect(encode, Json.object().set("message", message));
        }
    }

    /** A case without store, in the setting's only function; or one with it. */
    private void settlement(JsonNode written) {
        String store = Json.text(written, "store").orElse("$store");
        boolean stored = !store.equals("none");
        if (setting.java().isEmpty() || (stored && !hasStore())) {
            return;
        }
        String platform = setting.java().get().platform();
        boolean isMeant =
                !written.has("platforms") || texts(written.path("platforms")).contains(platform);
        if (isMeant && SettlementCase.fits(platform, written)) {
            SettlementCase run = new SettlementCase(platform, written);
            cases.add(new Case(
                    stored ? "settlement" : "settlement without store",
                    written.path("name").asText(),
                    needs(run.operations(), platform, stored ? storeName() : "none"),
                    bench -> {
                        bench.open(store, false);
                        run.on(bench);
                    }));
        }
    }

    private void rows(JsonNode written) {
        if (hasStore()) {
            RowCase run = new RowCase(setting, written);
            cases.add(new Case("rows", written.path("name").asText(), Set.of("claim", "park", storeName()), bench -> {
                bench.open("$store", false);
                run.on(bench);
            }));
        }
    }

    /** Cases of operations that neither platform nor store change run once, in the setting without cloud. */
    private void steps(String group, JsonNode written) {
        if (setting.java().isPresent() || STORED.contains(group)) {
            return;
        }
        Set<String> operations = new TreeSet<>();
        written.path("steps").forEach(step -> operations.add(step.at("/do/op").asText()));
        cases.add(new Case(group, written.path("name").asText(), operations, bench -> {
            bench.open("none", false);
            for (JsonNode step : written.path("steps")) {
                bench.expect((ObjectNode) Json.read(longTexts(step.path("do").toString())), step.path("expect"));
            }
        }));
    }

    /** A case writes a long text as {@code "x * 262144"}. */
    private static String longTexts(String operation) {
        return LONG.matcher(operation).replaceAll(found -> '"' + "x".repeat(Integer.parseInt(found.group(1))) + '"');
    }

    private static Set<String> needs(Set<String> operations, String platform, String store) {
        Set<String> needs = new TreeSet<>(operations);
        needs.add(platform);
        needs.add(store);
        return needs;
    }

    private String storeName() {
        return setting.java().orElseThrow().store();
    }

    private boolean hasStore() {
        return setting.java().isPresent();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
