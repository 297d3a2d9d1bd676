package trro.exporter.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen, steered as a person would. */
public final class RealBrowser implements AutoCloseable {

    /** No sandbox, since it refuses to run as root; nothing that asks somebody else. */
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** It warns of each Chromium that is newer than itself, for the sake of features that are not used here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final Path profile;
    private final ChromeDriver driver;

    private RealBrowser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    public static RealBrowser start() {
        Path chromium = RealComponents.require("chromium", "chromium", "chromium-driver");
        Path chromedriver = RealComponents.require("chromedriver", "chromium-driver");
        try {
            Path profile = Files.createTempDirectory("chromium");
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            ChromeOptions options = new ChromeOptions();
            options.setBinary(chromium.toFile());
            options.addArguments(FLAGS);
            options.addArguments("--user-data-dir=" + profile);
            options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver.toFile())
                    .withSilent(true)
                    .build();
            RealBrowser browser = new RealBrowser(profile, new ChromeDriver(service, options));
            browser.driver.manage().timeouts().implicitlyWait(Duration.ofMinutes(1));
            browser.screen(1400, 900, "light");
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As on a screen of this size in CSS pixels, with a colour scheme of {@code light} or {@code dark}. */
    public void screen(int width, int height, String colours) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    public void open(String url) {
        driver.get(url);
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    /** The first element, waited for. */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The text of the first element. */
    public String text(String selector) {
        return onOnePage(() -> find(selector).getText());
    }

    /** The elements that are there now. */
    public List<String> texts(String selector) {
        return onOnePage(() -> driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList());
    }

    /** Looks again where the page was replaced, as by its own refresh, between finding an element and reading it. */
    private static <T> T onOnePage(Callable<T> look) {
        return Awaitility.await()
                .ignoreExceptionsMatching(RealBrowser::tellsOfAReplacedPage)
                .until(look, seen -> true);
    }

    /** Follows the first link with this in its text. */
    public void clickLink(String text) {
        toAnotherPage(() -> driver.findElement(By.partialLinkText(text)).click());
    }

    public void click(String selector) {
        toAnotherPage(() -> find(selector).click());
    }

    /** Writes into a field, and sends its form. */
    public void enter(String selector, String text) {
        toAnotherPage(() -> find(selector).sendKeys(text, Keys.ENTER));
    }

    /** Acts once more where the page was replaced between finding an element and acting on it. */
    private void toAnotherPage(Runnable step) {
        WebElement page = onOnePage(() -> {
            WebElement before = find("html");
            step.run();
            return before;
        });
        Awaitility.await().until(() -> isGone(page));
    }

    private static boolean isGone(WebElement element) {
        try {
            element.getTagName();
            return false;
        } catch (WebDriverException e) {
            if (tellsOfAReplacedPage(e)) {
                return true;
            }
            throw e;
        }
    }

    /** The driver has no exception of its own for a page that is replaced while it looks. */
    private static boolean tellsOfAReplacedPage(Throwable e) {
        return e instanceof StaleElementReferenceException
                || String.valueOf(e.getMessage()).contains("does not belong to the document");
    }

    /** The element that the keyboard acts on. */
    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** The value of an expression of JavaScript; the page's policy does not hold for it. */
    public String evaluate(String expression) {
        return String.valueOf(driver.executeScript("return " + expression));
    }

    /** The browser's complaints since it was asked last: violations of the policy, failed loads. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    public byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
