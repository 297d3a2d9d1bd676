package trro.exporter.config;

import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trro.exporter.yaml.DidYouMean;

/**
 * The next step after a time zone that does not exist.
 *
 * <p>A zone is only named if its clock is the one that was meant: who follows a wrong guess gets other days. So it is
 * the same city, written otherwise or in the same country, or a slip of a letter or two that no other clock's city
 * fits.
 */
final class ZoneGuess {

    /** Cities and countries that have no zone of their own name, by the zone that they have. */
    private static final Map<String, String> ALIASES = aliases(Map.ofEntries(
            Map.entry(
                    "Asia/Shanghai",
                    "beijing peking shenzhen guangzhou canton chengdu hangzhou prc wuhan tianjin nanjing xian suzhou"
                            + " qingdao xiamen dalian shenyang hefei changsha zhengzhou jinan kunming china"
                            + " china_standard_time bjt"),
            Map.entry(
                    "Asia/Kolkata",
                    "mumbai bombay delhi new_delhi bangalore bengaluru chennai madras pune ahmedabad india"
                            + " india_standard_time"),
            Map.entry("Asia/Tokyo", "japan osaka kyoto yokohama nagoya kobe sapporo jst tokyo_standard_time"),
            Map.entry("Asia/Ho_Chi_Minh", "hanoi ho_chi_minh_city"),
            Map.entry("Asia/Seoul", "busan incheon kst"),
            Map.entry("Asia/Dubai", "abu_dhabi sharjah uae"),
            Map.entry("Asia/Riyadh", "mecca medina jeddah"),
            Map.entry("Asia/Karachi", "islamabad lahore"),
            Map.entry("Asia/Hong_Kong", "hongkong hkt kowloon"),
            Map.entry("Asia/Singapore", "sgt singapore_standard_time"),
            Map.entry("Asia/Jerusalem", "telaviv haifa israel"),
            Map.entry("Europe/Berlin", "munich frankfurt hamburg cologne stuttgart germany cest"),
            Map.entry("Europe/Rome", "milan turin naples italy"),
            Map.entry("Europe/Madrid", "barcelona valencia"),
            Map.entry("Europe/Zurich", "geneva bern basel switzerland"),
            Map.entry("Europe/Paris", "lyon marseille france"),
            Map.entry("Europe/Amsterdam", "rotterdam the_hague netherlands"),
            Map.entry("Europe/London", "manchester edinburgh glasgow birmingham england"),
            Map.entry("Europe/Stockholm", "gothenburg malmo sweden"),
            Map.entry("Europe/Moscow", "saint_petersburg st_petersburg msk"),
            Map.entry("Europe/Istanbul", "ankara izmir"),
            Map.entry("America/Los_Angeles", "san_francisco seattle las_vegas san_diego california pdt"),
            Map.entry("America/New_York", "washington boston miami philadelphia atlanta edt"),
            Map.entry("America/Chicago", "dallas houston austin"),
            Map.entry("America/Denver", "mdt"),
            Map.entry("America/Sao_Paulo", "rio_de_janeiro brasilia"),
            Map.entry("Pacific/Auckland", "wellington"),
            Map.entry("Africa/Johannesburg", "cape_town pretoria durban")));

    /** Short names that several clocks share. */
    private static final Map<String, String> AMBIGUOUS = Map.ofEntries(
            Map.entry("CST", "Asia/Shanghai or America/Chicago"),
            Map.entry("CDT", "America/Chicago or America/Havana"),
            Map.entry("IST", "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"),
            Map.entry("BST", "Europe/London or Asia/Dhaka"),
            Map.entry("AST", "America/Halifax or Asia/Riyadh"),
            Map.entry("GST", "Asia/Dubai or Atlantic/South_Georgia"),
            Map.entry("PST", "America/Los_Angeles or Asia/Manila"),
            Map.entry("SST", "Asia/Singapore or Pacific/Pago_Pago"),
            Map.entry("EST", "America/New_York or America/Panama"),
            Map.entry("MST", "America/Denver or America/Phoenix"),
            Map.entry("AEST", "Australia/Sydney or Australia/Brisbane"),
            Map.entry("ACST", "Australia/Adelaide or Australia/Darwin"));

    private static final Pattern OFFSET = Pattern.compile("(?i)(?:UTC|GMT|UT)? *([+-])([01]?[0-9])(?::?([0-5][0-9]))?");
    private static final int LONG_NAME = 10;
    private static final int SHORT_NAME = 5;

    private static final List<String> ZONES = zones();
    private static final Map<String, List<String>> CITIES = cities();

    private ZoneGuess() {}

    /** Such as {@code did you mean Asia/Shanghai?}, if the meaning is certain. */
    static Optional<String> of(String text) {
        String ambiguous = AMBIGUOUS.get(text.toUpperCase(Locale.ROOT));
        if (ambiguous != null) {
            return Optional.of("use " + ambiguous);
        }
        Optional<String> zone = offset(text).or(() -> city(text));
        return zone.map(name -> "did you mean " + name + "?");
    }

    private static Optional<String> offset(String text) {
        Matcher offset = OFFSET.matcher(text);
        if (!offset.matches() || Integer.parseInt(offset.group(2)) > 14) {
            return Optional.empty();
        }
        String minutes = offset.group(3) == null ? "00" : offset.group(3);
        return Optional.of("%s%02d:%s".formatted(offset.group(1), Integer.parseInt(offset.group(2)), minutes));
    }

    private static Optional<String> city(String text) {
        String id = normal(text);
        for (String zone : ZONES) {
            if (normal(zone).equals(id)) {
                return Optional.of(zone);
            }
        }
        String city = id.substring(id.lastIndexOf('/') + 1);
        String region = region(id);
        Optional<String> same = agreed(inRegion(CITIES.getOrDefault(city, List.of()), region));
        int slips = city.length() < SHORT_NAME ? 0 : city.length() < LONG_NAME ? 1 : 2;
        return same.isPresent()
                ? same
                : agreed(DidYouMean.within(slips, city, CITIES.keySet()).stream()
                        .flatMap(near -> inRegion(CITIES.getOrDefault(near, List.of()), region).stream())
                        .toList());
    }

    /** Such as {@code asia/}; empty if there is none, or none that has zones, such as a country. */
    private static String region(String id) {
        String region = id.substring(0, id.lastIndexOf('/') + 1);
        return ZONES.stream().anyMatch(zone -> isRegion(zone, region)) ? region : "";
    }

    private static boolean isRegion(String zone, String region) {
        String own = normal(zone.substring(0, zone.lastIndexOf('/') + 1));
        return !DidYouMean.within(1, region, List.of(own)).isEmpty();
    }

    private static List<String> inRegion(List<String> zones, String region) {
        return zones.stream()
                .filter(zone -> region.isEmpty() || isRegion(zone, region))
                .toList();
    }

    /** The first of zones that all have the same clock. */
    private static Optional<String> agreed(List<String> zones) {
        List<ZoneRules> clocks = zones.stream()
                .map(zone -> ZoneId.of(zone).getRules())
                .distinct()
                .toList();
        return clocks.size() == 1 ? Optional.of(zones.get(0)) : Optional.empty();
    }

    private static Map<String, List<String>> cities() {
        Map<String, List<String>> cities = new HashMap<>();
        for (String zone : ZONES) {
            String city = normal(zone.substring(zone.lastIndexOf('/') + 1));
            cities.computeIfAbsent(city, name -> new ArrayList<>()).add(zone);
        }
        ALIASES.forEach((city, zone) ->
                cities.computeIfAbsent(city, name -> new ArrayList<>()).add(zone));
        return cities;
    }

    /** Of places: not those that stand for an offset or an old name of one. */
    private static List<String> zones() {
        return new TreeSet<>(ZoneId.getAvailableZoneIds())
                .stream()
                        .filter(zone -> zone.contains("/") && !zone.startsWith("Etc/") && !zone.startsWith("SystemV/"))
                        .toList();
    }

    private static Map<String, String> aliases(Map<String, String> citiesByZone) {
        Map<String, String> aliases = new HashMap<>();
        citiesByZone.forEach((zone, cities) -> {
            for (String city : List.of(cities.split(" "))) {
                aliases.put(city, zone);
            }
        });
        return Map.copyOf(aliases);
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]+", "_");
    }
}
