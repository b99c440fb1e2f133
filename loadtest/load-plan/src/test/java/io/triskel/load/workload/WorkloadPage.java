package io.triskel.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.YamlRecords;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/** The table of fields in {@code docs/workload.md}, from the records. A group whose fields say what they mean has a row for each. */
final class WorkloadPage {
    private WorkloadPage() {}

    static String fields() {
        StringBuilder rows = new StringBuilder("| field | meaning | default |\n|---|---|---|\n");
        for (RecordComponent component : Workload.class.getRecordComponents()) {
            Optional<FileField> field = field(component);
            if (field.filter(one -> !one.value().isEmpty()).isPresent()) {
                rows.append(row(YamlRecords.name(component), component, Optional.empty()));
                continue;
            }
            Optional<JsonNode> group = field.map(one -> WorkloadSchema.yaml(one.otherwise()[0]));
            for (RecordComponent inner : component.getType().getRecordComponents()) {
                String name = YamlRecords.name(inner);
                rows.append(row(
                        YamlRecords.name(component) + "." + name,
                        inner,
                        group.filter(one -> one.has(name))
                                .map(one -> code(one.get(name).asText()))));
            }
        }
        return rows.toString();
    }

    private static Optional<FileField> field(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(FileField.class));
    }

    private static String row(String name, RecordComponent component, Optional<String> ofGroup) {
        FileField field = field(component).orElseThrow();
        return "| `" + name + "` | " + field.value() + bounds(component, field) + " | "
                + ofGroup.orElseGet(() -> standard(component, field)) + " |\n";
    }

    private static String bounds(RecordComponent component, FileField field) {
        if (component.getType() == String.class) {
            return field.pattern().isEmpty()
                    ? "; at most " + field.most() + " characters"
                    : "; `" + field.pattern() + "`";
        }
        return field.most() == Long.MAX_VALUE ? "" : String.format("; %,d to %,d", field.least(), field.most());
    }

    private static String standard(RecordComponent component, FileField field) {
        if (WorkloadSchema.isRequired(component, field)) {
            return "-";
        }
        if (!field.derived().isEmpty()) {
            return field.derived();
        }
        String written = field.otherwise().length == 0 ? "{}" : field.otherwise()[0];
        return written.equals("{}") ? "none" : written.equals("''") ? "empty" : code(written);
    }

    private static String code(String yaml) {
        return "`" + yaml + "`";
    }
}
