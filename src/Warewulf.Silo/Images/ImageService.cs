using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Tells of images, and takes them back to earlier builds: all that leaves their trees alone.</summary>
internal sealed class ImageService(CatalogService catalogs, CatalogHistory history, SitePaths paths)
{
    /// <summary>All images.</summary>
    /// <param name="withTreeSizes">Whether to look at every file to tell how large the trees are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ImageListResponse> ListAsync(bool withTreeSizes, CancellationToken cancellationToken)
    {
        var catalog = catalogs.Current;
        ImageView View(ImageConfig image) => new(image, catalog.Index.CountUsers(image.Name))
        {
            TreeSize = withTreeSizes && Directory.Exists(paths.ImageRoot(image.Name)) ? ImageTree.Measure(paths.ImageRoot(image.Name), cancellationToken) : null,
        };
        ImageListResponse List() => new(catalog.Revision, [.. catalog.Images.Values.Select(View)]);
        return withTreeSizes ? Task.Run(List, cancellationToken) : Task.FromResult(List());
    }

    /// <summary>All about an image, or about a tree that lies where images do.</summary>
    /// <exception cref="WarewulfException">NotFound: there is neither.</exception>
    public ImageDetails Show(ImageName name)
    {
        var catalog = catalogs.Current;
        var image = catalog.Images.GetValueOrDefault(name);
        var root = paths.ImageRoot(name);
        if (image is null && !Directory.Exists(root))
        {
            throw Unknown(name);
        }

        return new ImageDetails(catalog.Revision, name, root)
        {
            Image = image,
            KernelVersion = image?.Build is { } build ? build.FindKernel(null)?.Version : TreeKernel(root),
            Nodes = [.. catalog.Index.Nodes.Where(node => Reference(node)?.Name == name).Select(node => node.Name.ToString())],
        };
    }

    /// <summary>The builds of an image that are kept.</summary>
    /// <exception cref="WarewulfException">NotFound: there is no such image.</exception>
    public ImageHistoryResponse History(ImageName name)
    {
        var catalog = catalogs.Current;
        var image = catalog.Images.GetValueOrDefault(name) ?? throw Unknown(name);
        return new ImageHistoryResponse(
            catalog.Revision,
            name,
            [.. image.Generations.Select(build => new ImageGeneration(build, build == image.Build, catalog.Index.CountUsers(image, build)))]);
    }

    /// <summary>The kernels of images' current builds.</summary>
    /// <param name="names">The images; all when there are none.</param>
    /// <exception cref="WarewulfException">NotFound: there is no such image.</exception>
    public ImageKernelsResponse Kernels(IReadOnlyList<ImageName> names)
    {
        var catalog = catalogs.Current;
        var images = names.Count == 0
            ? [.. catalog.Images.Values]
            : names.Distinct().Select(name => catalog.Images.GetValueOrDefault(name) ?? throw Unknown(name)).ToList();
        var users = catalog.Index.Nodes.Select(node => Booted(catalog, node)).OfType<(ImageName, string, Core.Artifacts.ArtifactDigest)>().CountBy(kernel => kernel).ToDictionary();
        return new ImageKernelsResponse(
            catalog.Revision,
            [
                .. images.SelectMany(image => (image.Build?.Kernels ?? []).Select(kernel =>
                    new ImageKernelView(image.Name, kernel, users.GetValueOrDefault((image.Name, kernel.Path, kernel.Kernel.Digest))))),
            ],
            [.. images.Where(image => image.Build is null).Select(image => $"Image '{image.Name}' was never built: its kernels are not known yet. Run 'wwctl image build {image.Name}'.")]);
    }

    /// <summary>Makes another build of an image the current one.</summary>
    /// <exception cref="WarewulfException">There is no such image or build, or it is the current one.</exception>
    public async Task<CommitResponse> RollbackAsync(ImageRollbackRequest request, CancellationToken cancellationToken)
    {
        var terms = await CommitTerms.OfAsync(
            request, $"image rollback {request.Name}{(request.Generation is { } number ? $" {number}" : "")}", history, cancellationToken);
        var commit = await catalogs.CommitAsync(terms, current => [new PutImage(RolledBack(current, request))], cancellationToken);
        return commit.Answer(
            terms,
            [request.Name.ToString()],
            [$"The tree of image '{request.Name}' stays as it is: the next 'wwctl image build {request.Name}' makes what nodes boot from it again."]);
    }

    private static ImageConfig RolledBack(Catalog current, ImageRollbackRequest request)
    {
        var name = request.Name;
        var image = current.Images.GetValueOrDefault(name) ?? throw Unknown(name);
        var now = image.Build ?? throw WarewulfException.Conflict($"Image '{name}' cannot be taken back: it was never built. Run 'wwctl image build {name}'.");
        if (request.Generation == now.Generation)
        {
            throw WarewulfException.Conflict($"Image '{name}' cannot be taken back to generation {now.Generation}: that is the one nodes boot. See 'wwctl image history {name}'.");
        }

        if (request.Generation is { } generation)
        {
            return image.Boot(image.Find(generation)
                ?? throw WarewulfException.NotFound($"Image '{name}' cannot be taken back: {ImageLookup.Missing(image, generation)}"));
        }

        return image.Boot(image.Generations.FirstOrDefault(build => build.Generation < now.Generation)
            ?? throw WarewulfException.Conflict($"Image '{name}' cannot be taken back: no generation before {now.Generation} is kept. See 'wwctl image history {name}'."));
    }

    private static ImageReference? Reference(EffectiveNode node) =>
        ImageReference.TryParse(node.Settings.ImageName, null, out var reference) ? reference : null;

    private static (ImageName Image, string Path, Core.Artifacts.ArtifactDigest Digest)? Booted(Catalog catalog, EffectiveNode node) =>
        Reference(node) is { } reference
        && catalog.Images.GetValueOrDefault(reference.Name)?.Find(reference.Generation)?.FindKernel(node.Settings.Kernel?.Version) is { } kernel
            ? (reference.Name, kernel.Path, kernel.Kernel.Digest)
            : null;

    private static string? TreeKernel(string root)
    {
        if (!Directory.Exists(root))
        {
            return null;
        }

        using var image = ImageRoot.Open(root);
        return KernelFinder.List(image).FirstOrDefault(kernel => kernel.IsDefault)?.Version?.Text;
    }

    private static WarewulfException Unknown(ImageName name) =>
        WarewulfException.NotFound($"There is no image '{name}': see 'wwctl image list' for those there are.");
}
