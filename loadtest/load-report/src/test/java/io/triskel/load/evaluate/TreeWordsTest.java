package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.ProfileFile;
import io.triskel.load.evaluate.score.Check;
import io.triskel.load.evaluate.tree.DecisionTree;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWordsTest {
    private static final Clouds CLOUDS = Clouds.installed();
    private static final Criteria CRITERIA = CriteriaFile.read(Path.of("../../evaluation/criteria.yaml"), CLOUDS);
    private static final Map<String, DecisionTree> TREES = new ConcurrentHashMap<>();

    @Test
    void the_page_names_what_falls_why_what_is_left_and_what_would_change_it() {
        assertThat(markdown("bank-orders", Language.ENGLISH))
                .contains("1. **Own keys** (required): offers left: AWS 50, Azure 26, Google 3.")
                .contains("   - Azure loses 26 offers: Your own keys only on Premium and Dedicated.")
                .contains("Google is out (events must be kept for 90 days, Pub/Sub push keeps them for 31).")
                .contains("   - More than 31 days on the bus itself: Google is out")
                .contains("Google: 3 offers; the cheapest is Pub/Sub push + Cloud Storage subscription");
    }

    @Test
    void the_same_page_is_in_french() {
        String english = markdown("bank-orders", Language.ENGLISH);
        String french = markdown("bank-orders", Language.FRENCH);

        assertThat(french.lines().count()).isEqualTo(english.lines().count());
        assertThat(french)
                .contains("Azure perd 26\u00a0offres\u00a0: Clés du client seulement en Premium et Dedicated.")
                .contains("les événements doivent être conservés 90\u00a0jours, Pub/Sub push les conserve 31");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void each_reason_of_an_offer_is_said_in_french(String profile) {
        Words words = Words.in(Language.FRENCH, CLOUDS);
        DecisionTree tree = tree(profile);

        assertThat(Stream.concat(
                                tree.questions().stream()
                                        .flatMap(question -> question.falls().stream())
                                        .map(fall -> fall.check()),
                                tree.questions().stream()
                                        .flatMap(question -> question.flips().stream())
                                        .flatMap(flip -> flip.then().stream())
                                        .flatMap(entry -> entry.closed().stream()))
                        .filter(check -> check.ruling().isEmpty())
                        .map(Check::why))
                .isNotEmpty()
                .allSatisfy(why -> assertThat(GateReason.in(words, why)).as(why).isPresent());
    }

    private static String markdown(String profile, Language language) {
        return new TreeWords(tree(profile), Words.in(language, CLOUDS)).markdown();
    }

    private static DecisionTree tree(String profile) {
        return TREES.computeIfAbsent(
                profile,
                name -> DecisionTree.of(
                        CLOUDS,
                        CRITERIA,
                        ProfileFile.read(Path.of("../../evaluation/profiles/" + name + ".yaml"), CRITERIA)));
    }
}
