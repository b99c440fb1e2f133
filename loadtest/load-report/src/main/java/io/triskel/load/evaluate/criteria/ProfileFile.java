package io.triskel.load.evaluate.criteria;

import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a profile, such as {@code evaluation/profiles/iot-fleet.yaml}. {@code docs/scoring.md} has the format. */
public final class ProfileFile {
    private static final int FORMAT = 1;

    private ProfileFile() {}

    /**
     * {@return the profile in the file}
     *
     * @throws InputException if it or its workload cannot be read, or it names an unknown criterion or requirement
     */
    public static Profile read(Path file, Criteria criteria) {
        YamlFields fields = StrictYaml.read(file, CriteriaFile.WHOLE)
                .fields("profile", "name", "why", "workload", "measured", "requires", "weights");
        CriteriaFile.checkFormat(fields.get("profile"), FORMAT);
        Map<String, Double> weights = new LinkedHashMap<>();
        YamlValue stated = fields.get("weights");
        stated.fields(criteria.ids()).all().forEach((id, weight) -> weights.put(id, weight.number(0, 100)));
        Profile profile = new Profile(
                fields.get("name").words(),
                CriteriaFile.phrase(fields.get("why")),
                Optional.of(workload(file, fields.get("workload"))),
                fields.find("measured").map(found -> measured(file, found)).orElse(Map.of()),
                weights,
                fields.find("requires").map(YamlValue::items).orElse(List.of()).stream()
                        .map(item -> requirement(item, criteria))
                        .toList());
        if (criteria.all().stream().mapToDouble(profile::weight).sum() <= 0) {
            throw stated.place().problem("all weights are 0. Expected: at least one above 0.");
        }
        return profile;
    }

    private static Map<ScoredMeasure, Workload> measured(Path profile, YamlValue stated) {
        List<ScoredMeasure> all = List.of(ScoredMeasure.values());
        YamlFields names = stated.fields(all.stream().map(CriteriaFile::word).toList());
        Map<ScoredMeasure, Workload> measured = new EnumMap<>(ScoredMeasure.class);
        for (ScoredMeasure one : all) {
            names.find(CriteriaFile.word(one)).ifPresent(name -> measured.put(one, workload(profile, name)));
        }
        return measured;
    }

    private static Workload workload(Path profile, YamlValue name) {
        return WorkloadFile.read(profile.toAbsolutePath()
                .normalize()
                .resolveSibling(name.words())
                .normalize());
    }

    private static Requirement requirement(YamlValue item, Criteria criteria) {
        String id = item.choice(
                criteria.requirements().stream().map(Requirement::id).toList());
        return criteria.requirements().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
